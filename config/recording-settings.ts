/** Settings of the recordings of screens. */
import { z } from 'zod';

const BYTES_A_MIB = 1024 * 1024;

export const RECORDING_SETTINGS = {
  ARCHITECT_RECORD_SCREENS: z
    .enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'])
    .transform((value) => ['true', '1', 'yes', 'on'].includes(value))
    .prefault('true')
    .describe('record what terminals show, to be played back on the page of the session'),
  ARCHITECT_RECORDING_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(168)
    .prefault('24')
    .describe('hours that recordings of screens are kept'),
  ARCHITECT_RECORDING_INTERVAL_MS: z.coerce
    .number()
    .int()
    .min(250)
    .max(60_000)
    .prefault('1000')
    .describe('a screen that changes all the time is recorded so often, in milliseconds'),
  ARCHITECT_RECORDING_SESSION_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .prefault('64')
    .describe('size of the recording of one session, in MiB; the oldest of more goes'),
  ARCHITECT_RECORDING_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .prefault('1024')
    .describe('size of all recordings, in MiB; the oldest of more goes'),
};

export interface RecordingConfig {
  readonly isOn: boolean;
  readonly hours: number;
  readonly intervalMs: number;
  readonly sessionBytes: number;
  readonly allBytes: number;
}

type Values = {
  readonly [Name in keyof typeof RECORDING_SETTINGS]: z.output<(typeof RECORDING_SETTINGS)[Name]>;
};

export function recordingConfig(values: Values): RecordingConfig {
  return {
    isOn: values.ARCHITECT_RECORD_SCREENS,
    hours: values.ARCHITECT_RECORDING_HOURS,
    intervalMs: values.ARCHITECT_RECORDING_INTERVAL_MS,
    sessionBytes: values.ARCHITECT_RECORDING_SESSION_MB * BYTES_A_MIB,
    allBytes: values.ARCHITECT_RECORDING_MB * BYTES_A_MIB,
  };
}
