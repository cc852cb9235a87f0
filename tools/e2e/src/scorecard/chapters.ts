import { addedScenarios } from './added-scenarios.js';
import { callerScenarios } from './caller-scenarios.js';
import { classScenarios } from './class-scenarios.js';
import { numberedScenarios } from './numbered-scenarios.js';
import type { Scenario } from './scenario.js';
import type { Chapter } from './scorecard-page.js';

/** The page's parts; number 15 lasts as long as it is told to. */
export function chaptersWith(outageMs: number): readonly Chapter[] {
  return [
    {
      title: 'Sixteen faults of providers',
      introduction: 'In _recovery_ every one of them is answered in full; number 13 with its reason, and so is 12b.',
      scenarios: numberedScenarios.map((scenario) => withOutage(scenario, outageMs)),
    },
    {
      title: 'Odd answers',
      introduction: 'Providers and what stands in front of them have ways of their own.',
      scenarios: addedScenarios,
    },
    {
      title: 'Callers',
      introduction: 'What callers do to the router and to the provider behind it.',
      scenarios: callerScenarios,
    },
    {
      title: 'The other classes, and every hint',
      introduction: 'Whether the same target is asked again, whether the next one is, and how long nobody is.',
      scenarios: classScenarios,
    },
  ];
}

function withOutage(scenario: Scenario, outageMs: number): Scenario {
  if (scenario.manner !== 'sits-out') return scenario;
  return { ...scenario, faulty: { model: `${scenario.faulty.model}+wait-${outageMs}` } };
}
