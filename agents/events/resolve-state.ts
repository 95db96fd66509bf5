/**
 * What a session is doing, from what the agent told of itself and what its screen shows. Pure.
 *
 * What was told outranks the screen for what is going on. The screen has the last word on whether a prompt may be typed (an
 * input box, no dialog), and on what no agent tells: that a person answered a dialog, or that the program ended.
 * Where both disagree for longer than a repaint takes, the more careful of the two stands and the verdict says so.
 */
import type { SessionReading } from '../types';
import type { EvidenceSource, TurnState } from './types';

/** A screen is up to date again so long after an event. */
const REPAINT_MS = 2_000;
/** A dialog is drawn up to half a second after it was told of. */
const DIALOG_DRAWN_MS = 3_000;

export function combine(
  agentId: string,
  screen: SessionReading,
  told: TurnState | undefined,
  nowMs: number,
): SessionReading {
  const seen: SessionReading = { ...screen, source: sourceOf(screen) };
  if (!told || told.source === null || told.phase === 'unknown') return seen;
  const ageMs = nowMs - told.sinceMs;
  const by = (state: SessionReading['state'], reason: string): SessionReading => ({
    ...(screen.draft !== undefined && { draft: screen.draft }),
    state,
    reason,
    rule: `${agentId}.told-${told.phase}`,
    evidence: told.evidence,
    source: told.source as EvidenceSource,
  });
  const disagreeing = (verdict: SessionReading): SessionReading => ({
    ...verdict,
    disagreement: `${nameOf(told)} say ${phaseInWords(told)}, the screen says ${screen.state}: ${screen.reason}`,
  });

  switch (screen.state) {
    case 'exited':
    case 'starting':
    case 'limited':
      return seen;
    case 'needs_confirmation':
      if (told.phase === 'asking') return { ...seen, source: told.source };
      return told.phase === 'ready' && ageMs > REPAINT_MS && screen.dialog?.kind === 'permission'
        ? disagreeing(seen)
        : seen;
    case 'waiting_input':
      if (told.phase === 'ready') return { ...seen, source: told.source };
      if (told.phase === 'background')
        return { ...seen, reason: `${seen.reason}; work goes on in the background` };
      if (told.phase === 'asking')
        return ageMs < DIALOG_DRAWN_MS ? by('needs_confirmation', askingReason(told)) : seen;
      return ageMs < REPAINT_MS ? by('busy', 'the agent is working') : disagreeing(seen);
    case 'busy':
      if (told.phase === 'working' || told.phase === 'background') return { ...seen, source: told.source };
      if (told.phase === 'asking')
        return ageMs < DIALOG_DRAWN_MS ? by('needs_confirmation', askingReason(told)) : seen;
      return ageMs < REPAINT_MS ? seen : disagreeing(seen);
    case 'unknown':
      // A text that stands in the box of an agent that shows no work: it was stopped and gave its prompt back.
      if (told.phase === 'working' && screen.draft !== undefined && ageMs >= REPAINT_MS)
        return disagreeing(seen);
      if (told.phase === 'working') return by('busy', 'the agent is working');
      if (told.phase === 'asking') return by('needs_confirmation', askingReason(told));
      return seen;
  }
}

/** Where the rule of a screen's verdict looked. */
export function sourceOf({ rule, source }: SessionReading): EvidenceSource {
  return source ?? (/\.title/.test(rule) ? 'title' : 'screen');
}

function askingReason({ toolRequest }: TurnState): string {
  return `the agent asks for permission to use ${toolRequest?.tool || 'a tool'}`;
}

function nameOf({ source }: TurnState): string {
  return source === 'hooks' ? 'the hooks' : 'the records of the transcript';
}

function phaseInWords({ phase }: TurnState): string {
  return phase === 'background' ? 'working in the background' : phase;
}
