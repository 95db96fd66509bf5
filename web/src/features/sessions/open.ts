/** Forms and dialogs of sessions that few need, loaded when they are wanted. */
import type { Session } from '../../../../api/document/api-types';
import { opened } from '../keys/show';

type Say = (text: string) => void;

export const newSession = (say: Say): void =>
  opened(() => import('./session-form').then(({ openSessionForm }) => openSessionForm(say)));
export const editSession = (session: Session, say: Say): void =>
  opened(() => import('./session-edit').then(({ openSessionEdit }) => openSessionEdit(session, say)));
export const explain = (name: string): void =>
  opened(() => import('./explain').then(({ openExplanation }) => openExplanation(name)));
export const viewScreen = (name: string): void =>
  opened(() => import('./screen').then(({ openScreen }) => openScreen(name)));
