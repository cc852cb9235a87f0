import { laneDialects } from '../lane-config.js';
import { asked, broken, failed, isSameLane, passedOn, plain, rescue, rescued, sixty } from './expectations.js';
import type { Scenario } from './scenario.js';

/** A fault without consequences: the answer arrives as if nothing had been. */
const harmless = (id: string, title: string, model: string, right: string): Scenario => ({
  ...{ id, title, right, ...asked, profiles: ['alone', 'recovery'], faulty: { model }, ...plain(1) },
});

/** What we added to the sixteen: odd answers of providers. */
export const addedScenarios: readonly Scenario[] = [
  {
    ...harmless('usage-twice', 'Usage reported twice', 'sim-usage-twice', 'Counted once.'),
  },
  {
    ...harmless(
      'usage-never',
      'Usage never reported',
      'sim-usage-never',
      'The row knows no tokens; the cost is estimated.',
    ),
    usage: 'never',
    // the SDK of this dialect cannot do without usage
    except: (cell) => (isSameLane(cell) && cell.caller === 'anthropic-messages' ? passedOn : undefined),
  },
  {
    id: 'error-in-200',
    title: '200 with an error object in the body',
    right: 'A server error: asked once more, then the next target.',
    ...asked,
    faulty: { model: 'sim-error-in-200' },
    ...rescue(failed('server_error', 2), 2),
  },
  {
    id: 'error-first-event',
    title: 'A stream whose first event says overloaded; a whole answer is 529',
    right: 'Nothing has left for the caller, so the next target answers.',
    ...asked,
    faulty: { model: 'sim-error-first-event' },
    ...rescue(failed('overloaded', 2), 1),
  },
  {
    id: 'error-mid-stream',
    title: 'An error event after 20 of 60 tokens; a whole answer is 529',
    right: 'As number 8.',
    ...asked,
    others: sixty,
    faulty: { model: 'sim-error-mid-stream' },
    unary: [failed('overloaded', 2), rescued(1), rescued(1)],
    stream: [broken('overloaded'), broken('overloaded'), rescued(1)],
  },
  {
    id: 'html-page',
    title: '502 with an HTML page',
    right: 'A server error; nothing of the page reaches the caller.',
    ...asked,
    faulty: { model: 'sim-html-page' },
    ...rescue(failed('server_error', 2), 2),
  },
  {
    id: 'html-page-in-200',
    title: '200 with an HTML page',
    right: 'As before.',
    ...asked,
    faulty: { model: 'sim-html-page-in-200' },
    ...rescue(failed('server_error', 2), 2),
  },
  harmless('gzip', 'The body is compressed, though nobody asked for it', 'sim-gzip', 'Unpacked.'),
  harmless(
    'byte-split',
    'Every byte travels alone: UTF-8 and frames split anywhere',
    'sim-byte-split',
    'Read as usual.',
  ),
  harmless('event-after-data', '`event:` after `data:`', 'sim-event-after-data', 'Read as usual.'),
  harmless('crlf', 'Lines that end with CRLF', 'sim-crlf', 'Read as usual.'),
  harmless('comments', 'A comment before every event', 'sim-comments', 'Skipped.'),
  harmless('slow-headers', 'Headers byte by byte', 'sim-slow-headers', 'Waited for.'),
  {
    ...harmless('duplicate-terminal', 'The terminal event twice', 'sim-duplicate-terminal', 'Translated: ended once.'),
    endsTwice: true,
  },
  {
    id: 'redirect',
    title: '307 to another address',
    right: 'Never followed: a server error.',
    ...asked,
    faulty: { model: 'sim-redirect' },
    ...rescue(failed('server_error', 2), 2),
  },
  {
    id: 'ten-megabytes',
    title: 'Ten megabytes of answer',
    right: 'All of it arrives.',
    ...asked,
    manner: 'reads-bytes',
    profiles: ['alone'],
    faulty: { model: 'sim-ten-megabytes' },
    ...plain(1),
  },
  {
    id: 'ten-megabytes-held',
    title: 'Ten megabytes of stream, held until they are whole',
    right: 'All of it arrives.',
    ...asked,
    manner: 'reads-bytes',
    profiles: ['recovery'],
    streams: [true],
    lanes: laneDialects.map((dialect) => [dialect, dialect] as const),
    faulty: { model: 'sim-ten-megabytes' },
    ...plain(1),
  },
];
