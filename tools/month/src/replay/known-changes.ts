import { found, groupOf, providerOf, type RawConfig } from './raw-config.js';

/** A change whose cost is both rehearsed and really paid. */
export interface KnownChange {
  readonly name: string;
  readonly about: string;
  /** Changes a copy of the company's configuration. */
  change(config: RawConfig): void;
}

/** What an operator may well think of. */
export const knownChanges: readonly KnownChange[] = [
  {
    name: 'nothing',
    about: 'the configuration as it is',
    change: () => undefined,
  },
  {
    name: 'prices-and-weights',
    about: 'gpt-5 a fifth dearer, and a third of the assistant to the canary',
    change(config) {
      for (const provider of ['openai', 'azure']) {
        const { prices } = found(providerOf(config, provider).models['gpt-5'], 'gpt-5');
        Object.assign(prices ?? {}, {
          ...{ input_per_million_usd: 1.2, cached_input_per_million_usd: 0.12, output_per_million_usd: 9.6 },
        });
      }
      const [gpt, canary] = groupOf(config, 'assistant').targets;
      Object.assign(gpt ?? {}, { weight: 67 });
      Object.assign(canary ?? {}, { weight: 33 });
    },
  },
  {
    name: 'cheaper-first',
    about: 'haiku before sonnet in coding',
    change: (config) => groupOf(config, 'coding').targets.unshift({ provider: 'anthropic', model: 'haiku' }),
  },
  {
    name: 'contract',
    about:
      'a contract that only evaluated models fulfil: without opus in coding-max and without the canary in assistant',
    change(config) {
      const evaluated = [
        ...[found(providerOf(config, 'bedrock').models['sonnet'], 'sonnet')],
        ...['openai', 'azure'].map((provider) => found(providerOf(config, provider).models['gpt-5'], 'gpt-5')),
      ];
      for (const model of evaluated) model.tags = ['evaluated'];
      for (const group of ['coding-max', 'assistant'])
        groupOf(config, group).contract = { quality_floor: { require_tags: ['evaluated'] } };
    },
  },
  {
    name: 'dynamic-score',
    about: 'the assistant by score of cost instead of by weight',
    change(config) {
      const assistant = groupOf(config, 'assistant');
      assistant.strategy = 'dynamic-score';
      assistant.dynamic_score = {
        ...{ min_observations: 1, observation_window_seconds: 3600, max_score_adjustment_percent: 100 },
        score_terms: [{ name: 'cost', expression: 'cost' }],
      };
    },
  },
];
