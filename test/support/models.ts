/** Language models on a record of the test's own. */
import { loadConfig } from '../../config';
import { modelsFrom } from '../../models';
import type { Store } from '../../store';
import { silentLog } from '../../telemetry/log';
import type { Models } from '../../workflows/contracts/models';
import type { ModelApi } from './model-api';

export interface TestModels {
  /** Settings beside the keys and addresses. */
  readonly env?: Readonly<Record<string, string>>;
  readonly nowMs?: () => number;
  readonly timeoutMs?: number;
}

export const ANTHROPIC_KEY = 'sk-ant-secret-one';
export const OPENAI_KEY = 'sk-secret-two';

/** None is set up. */
export const noModels = (store: Pick<Store, 'models' | 'vault'>): Models => modelsOf(store, {});

/** Both providers are the fake one. */
export const modelsOn = (
  store: Pick<Store, 'models' | 'vault'>,
  api: Pick<ModelApi, 'anthropicUrl' | 'openaiUrl'>,
  { env, ...options }: TestModels = {},
): Models =>
  modelsOf(store, {
    ...options,
    env: {
      ...{ ANTHROPIC_API_KEY: ANTHROPIC_KEY, ANTHROPIC_BASE_URL: api.anthropicUrl },
      ...{ OPENAI_API_KEY: OPENAI_KEY, OPENAI_BASE_URL: api.openaiUrl },
      ...env,
    },
  });

function modelsOf(
  { models: record, vault }: Pick<Store, 'models' | 'vault'>,
  { env = {}, nowMs = Date.now, timeoutMs }: TestModels,
): Models {
  const { models: config } = loadConfig({ ...env });
  return modelsFrom({
    config: { ...config, ...(timeoutMs !== undefined && { timeoutMs }) },
    cliAccount: () => Promise.resolve(null),
    ...{ record, vault, nowMs, log: silentLog },
  });
}
