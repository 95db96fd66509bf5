/** What a joined host may ask of the store: the arguments of each call. */
import { z } from 'zod';
import type { HubCalls } from '../../workflows/contracts/hosts';
import * as a from './call-fields';

type Arguments = { readonly [Name in keyof HubCalls]: z.ZodType<Parameters<HubCalls[Name]>> };

const names = z.array(a.line);
/** JSON has no `undefined`. */
const orUnset = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

export const HUB_CALLS = {
  assignment: z.tuple([a.grant]),
  leasesOf: z.tuple([z.array(a.id)]),
  isHeld: z.tuple([a.lease]),
  misplaced: z.tuple([z.object({ projectId: a.id, session: a.line, workingDir: a.line })]),
  beginTyping: z.tuple([a.attempt, a.long]),
  nextAttempt: z.tuple([a.attempt]),
  isNewest: z.tuple([a.attempt]),
  step: z.tuple([a.step, orUnset(a.writer)]),
  suspect: z.tuple([a.line, a.long, a.writer]),
  keepTurn: z.tuple([a.turn]),
  keepChanges: z.tuple([a.workChanges]),
  deniedDialog: z.tuple([z.object({ promptId: a.id, sinceMs: a.moment })]),
  promptIn: z.tuple([z.object({ paneId: a.line, pid: z.int() })]),

  standingDialogs: z.tuple([]),
  lastDialogs: z.tuple([names]),
  openDialog: z.tuple([a.seenDialog]),
  learnQuestions: z.tuple([a.id, a.line, z.array(a.question)]),
  learnUses: z.tuple([a.id, names]),
  dialogGone: z.tuple([a.line, a.long]),
  dialogToAnswer: z.tuple([a.id, orUnset(a.id)]),
  dialogDecided: z.tuple([a.id, a.dialogAnswer]),
  dialogPressing: z.tuple([a.id, z.int(), a.dialogAnswer]),
  dialogNotAnswered: z.tuple([a.id, z.int(), a.decidedBy, a.long]),
  dialogAnswered: z.tuple([a.id, a.dialogAnswer, a.long]),
  dialogLeft: z.tuple([a.id, a.long, z.boolean()]),

  presentSessions: z.tuple([a.line]),
  sessionFacts: z.tuple([orUnset(names)]),
  lastScreen: z.tuple([a.line]),
  observeSessions: z.tuple([z.array(a.observation)]),
  keepScreens: z.tuple([z.array(z.object({ name: a.line, screen: a.long, size: a.line }))]),
  clearSuspect: z.tuple([a.line]),
  renameSessions: z.tuple([z.array(a.terminal), a.line]),
  endSession: z.tuple([a.line, a.long]),
  hasHistory: z.tuple([a.line]),
  registerSession: z.tuple([a.registration]),
  forgetSession: z.tuple([a.line]),
  noteAccounts: z.tuple([z.array(z.object({ session: a.line, account: a.orNull(a.line) }))]),
  sessionCommand: z.tuple([a.id]),
  sessionExplained: z.tuple([a.id, a.explanation]),
  endSessionCommand: z.tuple([a.id, a.orNull(a.long)]),
  secretValues: z.tuple([names, a.line]),
  hookKey: z.tuple([z.object({ server: a.orNull(a.line), paneId: a.line })]),
  watched: z.tuple([]),
  watchEnded: z.tuple([]),

  sessionFreed: z.tuple([]),
  startConfirmation: z.tuple([z.object({ confirmationId: a.id, host: a.line, options: z.int().min(0) })]),
  confirmationGone: z.tuple([a.id]),
} satisfies Arguments;

export type HubCall = keyof typeof HUB_CALLS;

export const isHubCall = (name: string): name is HubCall => Object.hasOwn(HUB_CALLS, name);
