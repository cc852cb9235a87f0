import { fault } from '@smart-router/core';
import { formatEvent } from '../sse/format.js';
import { openTap } from './tap.js';

const frame = (event: { readonly type: string }, name: string | undefined = event.type): Uint8Array =>
  new TextEncoder().encode(formatEvent(name, JSON.stringify(event)));

const named = (type: string, fields: object = {}) => ({ type, ...fields });
const created = named('response.created', { sequence_number: 0, response: { id: 'resp_1', model: 'm' } });
const delta = named('response.output_text.delta', { sequence_number: 4, delta: 'x' });

describe('watching a Responses stream pass', () => {
  it('tells start-up from content and signs of life, with and without named frames', () => {
    const events = [
      created,
      named('response.in_progress'),
      named('keepalive'),
      named('response.output_item.added', { item: { type: 'message' } }),
      delta,
      named('response.output_item.added'),
    ];
    const kinds = ['startup', 'startup', 'quiet', 'startup', 'content', 'content'];
    const tap = openTap();
    expect(events.map((event) => tap.see(frame(event)))).toEqual(kinds);
    const unnamed = openTap();
    expect(events.map((event) => unnamed.see(frame(event, undefined)))).toEqual(kinds);
    expect(tap.see(new TextEncoder().encode(': ping\n\n'))).toBe('quiet');
  });

  it('knows id and model of a stream that never ended', () => {
    const tap = openTap();
    for (const event of [created, delta]) tap.see(frame(event));
    expect(tap.outcome).toMatchObject({ id: 'resp_1', model: 'm', complete: false, fault: undefined });
  });

  it('reads usage and finish from the last event', () => {
    const tap = openTap();
    const response = {
      id: 'resp_1',
      model: 'm',
      incomplete_details: { reason: 'max_output_tokens' },
      usage: { input_tokens: 3, output_tokens: 2 },
    };
    for (const event of [created, delta, named('response.incomplete', { response })]) tap.see(frame(event));
    expect(tap.outcome).toMatchObject({ finish: 'length', tokens: { input: 3, output: 2 }, complete: true });
  });

  it('sees a search for tools that the caller has to answer, and a conversation that was made compact', () => {
    const finishOf = (item: object) => {
      const tap = openTap();
      const events = [
        created,
        named('response.output_item.added', { item }),
        named('response.output_item.done', { item }),
        named('response.completed', { response: { id: 'resp_1', output: [item] } }),
      ];
      const kinds = events.map((event) => tap.see(frame(event)));
      return [kinds, tap.outcome.finish, tap.outcome.complete];
    };
    const kinds = ['startup', 'startup', 'content', 'content'];
    const search = { type: 'tool_search_call', call_id: 'c', execution: 'client', arguments: {} };
    expect(finishOf(search)).toEqual([kinds, 'tool-calls', true]);
    expect(finishOf({ ...search, call_id: null, execution: 'server' })).toEqual([kinds, 'stop', true]);
    expect(finishOf({ type: 'compaction', encrypted_content: 'x' })).toEqual([kinds, 'stop', true]);
  });

  it('sees a call and a refusal that only the last event holds', () => {
    const last = (item: object) => {
      const tap = openTap();
      tap.see(frame(named('response.completed', { response: { output: [item] } })));
      return tap.outcome.finish;
    };
    expect(last({ type: 'function_call' })).toBe('tool-calls');
    expect(last({ type: 'message', content: [{ type: 'refusal', refusal: 'no' }] })).toBe('refusal');
  });

  it('reports a failed response and keeps the provider’s words', () => {
    const tap = openTap();
    expect(
      tap.see(frame(named('response.failed', { response: { error: { code: 'server_error', message: 'boom' } } }))),
    ).toBe('fault');
    expect(tap.outcome).toMatchObject({ complete: false, fault: { code: 'server_error', message: 'boom' } });
  });

  it('goes on counting where the stream broke off', () => {
    const tap = openTap();
    for (const event of [created, delta]) tap.see(frame(event));
    const text = tap.fail(fault('upstream-failed', 'broke off'), 'req_1');
    const events = text
      .split('\n\n')
      .flatMap((part) => part.split('\ndata: ').slice(1))
      .map((data): unknown => JSON.parse(data));
    expect(events).toMatchObject([
      { type: 'error', sequence_number: 5 },
      { type: 'response.failed', sequence_number: 6, response: { id: 'resp_1', model: 'm', status: 'failed' } },
    ]);
  });
});
