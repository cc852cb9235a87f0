import { capturedAsks, curatedAsks, type AgentAsk } from './agent-asks.js';
import { groupFor, laneDialects, type LaneDialect } from './lane-config.js';
import { sendBody, type SendVerdict } from './send-body.js';
import { startStack, type Stack } from './start-stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ hostedTools: ['web_search'] });
});
afterAll(() => stack.close());

const send = (ask: AgentAsk, to: LaneDialect): Promise<SendVerdict> =>
  sendBody({ url: stack.gateway.url, token: stack.token }, ask, groupFor(to));

/** Every name a tool of the body goes by, wherever it is declared. */
function declaredNames(body: unknown): ReadonlySet<string> {
  const names = [...JSON.stringify(body).matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name ?? '');
  return new Set([...names, 'tool_search']);
}

describe.each(laneDialects)('asks of all kinds through the gateway to a target of %s', (to) => {
  it('are answered, or refused for a stated reason', async () => {
    const wrong: string[] = [];
    for (const ask of curatedAsks()) {
      const verdict = await send(ask, to);
      if (verdict.kind === 'answered' ? !verdict.finish : !isReasonedRefusal(verdict))
        wrong.push(`${ask.name}: ${JSON.stringify(verdict)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('of real coding agents are answered, with calls of their own tools', async () => {
    const wrong: string[] = [];
    for (const ask of capturedAsks()) {
      const verdict = await send(ask, to);
      const known = declaredNames(ask.body);
      if (verdict.kind !== 'answered' || !verdict.finish || verdict.callNames.some((name) => !known.has(name)))
        wrong.push(`${ask.name}: ${JSON.stringify(verdict)}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** A group none of whose targets can do it is a matter of configuration, and says so with a 502. */
function isReasonedRefusal({ status = 0, message }: Extract<SendVerdict, { kind: 'refused' }>): boolean {
  if (status === 502) return message.includes('no eligible upstream target');
  return status >= 400 && status < 500 && message.length > 20;
}
