import { alike, asked, plain } from './expectations.js';
import type { Expected, Scenario } from './scenario.js';

const left: Expected = 'left; asked 1+0, call ended';
const gone = alike(left, left, left);

/** What callers do to us and to the provider. */
export const callerScenarios: readonly Scenario[] = [
  {
    id: 'leaves-at-once',
    title: 'The caller goes before anything came',
    right: 'The call at the provider ends at once, and nobody else is asked.',
    ...asked,
    manner: 'leaves-at-once',
    faulty: { model: 'sim-silence' },
    ...gone,
  },
  {
    id: 'leaves-midway',
    title: 'The caller goes in the middle of a stream',
    right: 'The call at the provider ends at once.',
    ...asked,
    manner: 'leaves-midway',
    streams: [true],
    profiles: ['alone', 'second'],
    faulty: { model: 'sim-ok+tokens-3000+pace-20' },
    ...gone,
  },
  {
    id: 'leaves-uploading',
    title: 'The caller goes in the middle of its own request',
    right: 'No provider is asked; the row says that the caller left.',
    ...asked,
    manner: 'leaves-uploading',
    profiles: ['alone'],
    faulty: { model: 'sim-ok' },
    ...alike('left; asked 0+0', 'left; asked 0+0', 'left; asked 0+0'),
  },
  {
    id: 'reads-slowly',
    title: 'The caller stops reading for longer than the idle limit',
    right: 'The provider is held up meanwhile, no limit fires, and all of it arrives.',
    ...asked,
    manner: 'reads-slowly',
    profiles: ['alone'],
    streams: [true],
    // Events of Messages are too small to fill the buffers of all the sockets with so many tokens.
    lanes: [
      ['openai-chat', 'openai-chat'],
      ['openai-responses', 'openai-responses'],
      ['openai-responses', 'openai-chat'],
    ],
    faulty: { model: 'sim-ok+tokens-150000', timeouts: { idle_ms: 8000 } },
    ...plain(1),
  },
];
