/** Recordings of screens, as the API shows them. */
import { z } from 'zod';
import { NOT_RECORDED, SESSION_MARKS } from '../../workflows/contracts/recording';
import { knownTime, number, text } from '../http/responses';

const count = z.number().int();

export const recording = z
  .object({
    session: z.string(),
    recorded: z.boolean().meta({ description: 'whether its screen is recorded now' }),
    reason: z
      .object({
        code: z.enum(NOT_RECORDED),
        message: z.string().meta({ description: 'for a person: why not, and what to do' }),
      })
      .nullable(),
    enabled: z.boolean().nullable().meta({ description: 'what a person set; null: as the settings have it' }),
    has_colours: z.boolean().meta({ description: 'false: it is on a joined machine, which sends text' }),
    hours: count.meta({ description: 'how long it is kept' }),
    bytes: count,
    now: knownTime,
    ranges: z
      .array(z.object({ from: knownTime, to: knownTime }))
      .meta({ description: 'times over which it was watched without a gap' }),
    activity: z
      .array(z.object({ at: knownTime, frames: count }))
      .meta({ description: 'minutes in which the screen changed, and how often that was seen' }),
    marks: z
      .array(
        z.object({
          at: knownTime,
          kind: z.enum(SESSION_MARKS),
          prompt_id: number,
          confirmation_id: number,
          word: text.meta({ description: 'the stage of the prompt, or kind and status of the dialog' }),
          text: text.meta({ description: 'beginning of the prompt, or title of the dialog' }),
        }),
      )
      .meta({ description: 'prompts that were taken and ended, dialogs that were opened and answered' }),
  })
  .meta({ id: 'Recording' });

export const recordedFrames = z
  .object({
    frames: z
      .array(
        z.object({
          at: knownTime,
          cols: count,
          rows: count,
          whole: z.boolean().meta({ description: 'its rows are all there are; else those that changed' }),
          changed: z.array(
            z.object({
              row: count.meta({ description: 'from 0' }),
              text: z
                .string()
                .meta({ description: 'with sequences of colours and attributes (SGR), and no others' }),
            }),
          ),
        }),
      )
      .meta({
        description:
          'the first one is whole: what was shown at `from`, with the time since which it was; without a recording of that moment, the first one after it',
      }),
    next: z.string().nullable().meta({ description: '`from` of the next page; null: there is none' }),
  })
  .meta({ id: 'RecordedFrames' });
