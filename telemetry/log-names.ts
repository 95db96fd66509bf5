/**
 * File names of the original system, so that `tail -f logs/assigner.log` keeps working; those of `app` and `monitor` end
 * in their ports.
 */
const FILES = {
  app: 'app',
  monitor: 'app',
  assigner: 'assigner',
  sessions: 'sessions',
  engine: 'engine',
  updates: 'updates',
  orchestrator: 'orchestrator',
  improvements: 'ci',
  dialogs: 'auto_confirm',
  health: 'status_errors',
} as const;
export type Component = keyof typeof FILES;

/** What programs beside the server write. */
export const OUTPUT_NAMES = ['temporal.log', 'temporal-ui.log', 'deploy.log'];

/** The file of each component. */
export function logNames({ port, monitorPort }: { readonly port: number; readonly monitorPort: number }) {
  const endings: Partial<Record<Component, string>> = { app: `_${port}`, monitor: `_${monitorPort}` };
  const components = Object.keys(FILES) as Component[];
  return Object.fromEntries(
    components.map((component) => [component, `${FILES[component]}${endings[component] ?? ''}.log`]),
  ) as Record<Component, string>;
}
