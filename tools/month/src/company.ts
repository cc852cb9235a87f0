import type { CallerLimits } from '@smart-router/core';
import type { GroupName } from './models.js';

/** What a key is used for. */
export type Habit = 'agent' | 'chat' | 'batch' | 'service';

/** A team: one project in some environments. */
export interface Team {
  readonly project: string;
  readonly people: readonly string[];
  /** How many keys of each habit, by environment; people take turns in having them. */
  readonly keys: readonly {
    readonly environment: string;
    readonly habit: Habit;
    readonly count: number;
    readonly allow: readonly GroupName[];
    readonly limits?: CallerLimits;
  }[];
}

/** The name of the company. */
export const organization = 'northwind';

/** A team that its limits often hold back. */
const growthLimits: CallerLimits = { rpm: 3, day: { tokens: 900_000 }, softPercent: 80 };

/** The teams of the company: who they are and what they do with models. */
export const teams: readonly Team[] = [
  {
    project: 'platform',
    people: ['amara', 'bjorn', 'chen', 'dalia', 'emeka', 'freya', 'goran', 'hana', 'ivan', 'jun', 'kofi', 'lena'],
    keys: [
      { environment: 'dev', habit: 'agent', count: 12, allow: ['coding', 'coding-max', 'lab'] },
      { environment: 'ci', habit: 'service', count: 2, allow: ['coding', 'fast'] },
    ],
  },
  {
    project: 'web',
    people: ['mara', 'nils', 'oksana', 'pablo', 'quinn', 'rosa', 'sven', 'tomoko', 'ugo', 'vera'],
    keys: [
      { environment: 'dev', habit: 'agent', count: 9, allow: ['coding', 'assistant'] },
      {
        environment: 'prod',
        habit: 'service',
        count: 2,
        allow: ['assistant', 'fast'],
        limits: { rpm: 6000, concurrent: 200 },
      },
      { environment: 'staging', habit: 'service', count: 1, allow: ['assistant', 'fast'] },
    ],
  },
  {
    project: 'data',
    people: ['wei', 'xenia', 'yusuf', 'zoe', 'anders', 'bruna'],
    keys: [
      { environment: 'prod', habit: 'batch', count: 4, allow: ['bulk', 'fast'] },
      { environment: 'dev', habit: 'agent', count: 5, allow: ['coding', 'lab'] },
    ],
  },
  {
    project: 'support',
    people: ['carla', 'dmitri', 'elif', 'farid', 'greta', 'hugo', 'ines', 'jakob'],
    keys: [
      { environment: 'prod', habit: 'service', count: 2, allow: ['assistant', 'fast'] },
      { environment: 'office', habit: 'chat', count: 7, allow: ['assistant', 'fast'] },
    ],
  },
  {
    project: 'growth',
    people: ['kim', 'luca', 'milena', 'noor', 'otto', 'paula'],
    keys: [{ environment: 'office', habit: 'chat', count: 6, allow: ['assistant', 'fast'], limits: growthLimits }],
  },
  {
    project: 'legal',
    people: ['rafael', 'signe', 'theo', 'ulla'],
    keys: [
      {
        environment: 'office',
        habit: 'chat',
        count: 4,
        allow: ['assistant'],
        limits: { month: { costNanoUsd: 400_000_000_000n } },
      },
    ],
  },
];
