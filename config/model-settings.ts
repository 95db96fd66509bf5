/** The settings of language models. */
import { z } from 'zod';

export const MODEL_PROVIDERS = ['anthropic', 'openai', 'claude-cli', 'codex-cli'] as const;
export type ModelProviderName = (typeof MODEL_PROVIDERS)[number];

/** Price of a million tokens in US dollars. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** Small ones: what is asked is mostly small. */
const DEFAULT_MODELS = { anthropic: 'claude-haiku-4-5', openai: 'gpt-5-mini' };

const NAMES = `expected some of ${MODEL_PROVIDERS.join(', ')}, separated by commas`;
const MODELS = 'expected provider=model, separated by commas, such as anthropic=claude-haiku-4-5';
const PRICES = 'expected model=input/output in dollars a million tokens, such as llama3=0/0,ours=0.5/2';
const PRICE = /^(?<model>[^=]+)=(?<input>\d+(\.\d+)?)\/(?<output>\d+(\.\d+)?)$/;

const words = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean),
);
// The path of each request is added at its end; and no library sends a login that stands in an address.
const address = z
  .url({ protocol: /^https?$/, error: 'expected an address like https://api.example.com' })
  .refine((text) => !/[?#]|\/\/[^/]*@/.test(text), {
    error: 'expected an address without a login, ? or #: the key has a setting of its own',
  });
const key = z.string().min(1).optional();

const prices = words.transform((items, context) => {
  const found = items.map((item) => PRICE.exec(item)?.groups);
  if (found.some((groups) => groups === undefined)) {
    context.addIssue({ code: 'custom', message: PRICES });
    return z.NEVER;
  }
  return Object.fromEntries(
    found.map((groups): [string, TokenPrice] => [
      groups?.['model'] ?? '',
      { input: Number(groups?.['input']), output: Number(groups?.['output']) },
    ]),
  );
});

const models = words.transform((items, context) => {
  const pairs = items.map((item) => {
    const place = item.indexOf('=');
    return [item.slice(0, Math.max(place, 0)), item.slice(place + 1)] as const;
  });
  const known = z.array(z.tuple([z.enum(MODEL_PROVIDERS), z.string().min(1)])).safeParse(pairs);
  if (known.success) return Object.fromEntries(known.data);
  context.addIssue({ code: 'custom', message: MODELS });
  return z.NEVER;
});

export const MODEL_SETTINGS = {
  ANTHROPIC_API_KEY: key.describe('key of the Anthropic API; unset = the secret of this name in the vault'),
  ANTHROPIC_BASE_URL: address.optional().describe("address of the Anthropic API; unset = Anthropic's own"),
  OPENAI_API_KEY: key.describe('key of the OpenAI API; unset = the secret of this name in the vault'),
  OPENAI_BASE_URL: address
    .optional()
    .describe("address of an API like OpenAI's, such as http://localhost:11434/v1; unset = OpenAI's own"),
  ARCHITECT_MODEL_ORDER: words
    .pipe(z.array(z.enum(MODEL_PROVIDERS, { error: NAMES })))
    .prefault('anthropic,openai')
    .describe(`providers of language models, the one to ask first: some of ${MODEL_PROVIDERS.join(', ')}`),
  ARCHITECT_MODELS: models
    .prefault(
      Object.entries(DEFAULT_MODELS)
        .map((pair) => pair.join('='))
        .join(),
    )
    .describe('model of each provider; one without uses the default of its program'),
  ARCHITECT_MODEL_PRICES: prices
    .optional()
    .describe(
      'prices of models in dollars a million tokens, as model=input/output; they go before the known ones',
    ),
  ARCHITECT_MODEL_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(600)
    .prefault('90')
    .describe('how long one provider of language models is waited for'),
  ARCHITECT_MODEL_MAX_TOKENS: z.coerce
    .number()
    .int()
    .min(16)
    .max(200_000)
    .prefault('4096')
    .describe("most tokens of a model's answer"),
};

/** Other programs take these too: they stay in the environment of those that are run through us. */
export const SHARED_SETTINGS: readonly string[] = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
];

export interface ModelConfig {
  readonly order: readonly ModelProviderName[];
  readonly models: Readonly<Partial<Record<ModelProviderName, string>>>;
  /** Of models by name, before those that are known. */
  readonly prices: Readonly<Record<string, TokenPrice>>;
  readonly timeoutMs: number;
  readonly maxTokens: number;
  readonly anthropic: { readonly apiKey: string | undefined; readonly baseUrl: string | undefined };
  readonly openai: { readonly apiKey: string | undefined; readonly baseUrl: string | undefined };
}

export function modelConfig(given: z.output<z.ZodObject<typeof MODEL_SETTINGS>>): ModelConfig {
  return {
    order: [...new Set(given.ARCHITECT_MODEL_ORDER)],
    models: { ...DEFAULT_MODELS, ...given.ARCHITECT_MODELS },
    prices: given.ARCHITECT_MODEL_PRICES ?? {},
    timeoutMs: given.ARCHITECT_MODEL_TIMEOUT_SECONDS * 1_000,
    maxTokens: given.ARCHITECT_MODEL_MAX_TOKENS,
    anthropic: { apiKey: given.ANTHROPIC_API_KEY, baseUrl: given.ANTHROPIC_BASE_URL },
    openai: { apiKey: given.OPENAI_API_KEY, baseUrl: given.OPENAI_BASE_URL },
  };
}
