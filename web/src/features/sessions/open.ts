/** Forms and dialogs of sessions that few need, loaded when they are wanted. */
import type { Session } from '../../../../api/document/api-types';
import { loaded } from '../keys/show';

type Say = (text: string) => void;

export const newSession = (say: Say): void =>
  void loaded(() => import('./session-form').then(({ openSessionForm }) => openSessionForm(say)));
export const editSession = (session: Session, say: Say): void =>
  void loaded(() => import('./session-edit').then(({ openSessionEdit }) => openSessionEdit(session, say)));
export const explain = (name: string): void =>
  void loaded(() => import('./explain').then(({ openExplanation }) => openExplanation(name)));
export const viewScreen = (name: string): void =>
  void loaded(() => import('./screen').then(({ openScreen }) => openScreen(name)));
