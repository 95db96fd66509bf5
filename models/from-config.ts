/** The providers as the settings have them. */
import type { ModelConfig } from '../config/model-settings';
import type { ModelRecord, Models } from '../workflows/contracts/models';
import { createModels } from './client';
import { apiKey, type KeyVault } from './keys';
import type { Logger } from './deps';
import { prices } from './prices';
import { anthropicProvider } from './providers/anthropic';
import { claudeCli } from './providers/claude-cli';
import { codexCli } from './providers/codex-cli';
import { commandLineProvider } from './providers/command-line';
import { openaiProvider } from './providers/openai';

export interface FromConfig {
  readonly config: ModelConfig;
  readonly record: ModelRecord;
  readonly vault: KeyVault;
  /** As whom an agent's command line is logged in for us. */
  readonly cliAccount: (agent: 'claude' | 'codex') => Promise<string | null>;
  readonly nowMs: () => number;
  readonly log: Logger;
}

export function modelsFrom({ config, record, vault, cliAccount, nowMs, log }: FromConfig): Models {
  const { anthropic, openai, models, timeoutMs, maxTokens } = config;
  return createModels({
    providers: [
      anthropicProvider({
        ...{ timeoutMs, baseUrl: anthropic.baseUrl, model: models.anthropic ?? null },
        key: apiKey('ANTHROPIC_API_KEY', anthropic.apiKey, vault),
      }),
      openaiProvider({
        ...{ timeoutMs, baseUrl: openai.baseUrl, model: models.openai ?? null },
        key: apiKey('OPENAI_API_KEY', openai.apiKey, vault),
      }),
      commandLineProvider(claudeCli, {
        model: models['claude-cli'] ?? null,
        account: () => cliAccount('claude'),
      }),
      commandLineProvider(codexCli, {
        model: models['codex-cli'] ?? null,
        account: () => cliAccount('codex'),
      }),
    ],
    order: config.order,
    priceOf: prices(config.prices),
    ...{ record, timeoutMs, maxTokens, nowMs, log },
  });
}
