/** What the parts of a lease's run share. */
import type { ControlRequest, Grant, PromptInput } from '../contracts/assignment';

export interface LeaseRun {
  readonly input: PromptInput;
  readonly lease: Grant;
  /** Working time after which the turn is interrupted. */
  readonly timeoutMs: number;
  /** An earlier run may have typed already. */
  readonly resumed: boolean;
  /** What a person wants, if anything. */
  readonly request: () => ControlRequest | undefined;
  /** Its machine is away, and is waited for no longer. */
  readonly abandoned: () => ControlRequest | undefined;
}
