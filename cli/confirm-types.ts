/** What the API answers about automatic confirmation, as far as the command reads it. */
import type { ConfirmationStatus, ConfirmMode, DialogKind } from '../workflows/contracts/confirmation';
import type { RuleKind, Verdict } from '../workflows/contracts/policy';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

export interface Confirmation {
  readonly id: number;
  readonly session: string;
  readonly agent: string;
  readonly kind: DialogKind;
  readonly status: ConfirmationStatus;
  readonly dialog: {
    readonly title: string;
    readonly body: string;
    readonly options: readonly { readonly label: string; readonly selected: boolean }[];
  };
  readonly tool: string | null;
  readonly command: string | null;
  readonly path: string | null;
  readonly verdict: Verdict;
  readonly rule: { readonly id: number | string; readonly reason: string } | null;
  readonly mode: ConfirmMode | null;
  readonly decided_by: string | null;
  readonly resolution: string | null;
  readonly note: string | null;
  readonly notification: string | null;
  readonly created_at: string;
  readonly due_at: string | null;
  readonly answered_at: string | null;
  readonly temporal_url: string | null;
}

export interface Rule {
  readonly id: number;
  readonly position: number;
  readonly agent: string;
  readonly tool: string;
  readonly kind: RuleKind;
  readonly pattern: string;
  readonly verdict: Verdict;
  readonly note: string;
  readonly enabled: boolean;
  readonly builtin: boolean;
  readonly hits: number;
}

export interface TestAnswer {
  readonly verdict: Verdict;
  readonly rule: { readonly id: number | string } | null;
  readonly reason: string;
  readonly evidence: string;
}

export interface ConfirmSettings {
  readonly enabled: boolean;
  readonly pending: number;
}

export interface TrustedDirectory {
  readonly id: number;
  readonly path: string;
}

export interface Session {
  readonly name: string;
  readonly auto_confirm: ConfirmMode;
  readonly auto_confirm_until: string | null;
}
