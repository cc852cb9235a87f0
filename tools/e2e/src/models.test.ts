import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { waitFor } from '@smart-router/dev-services';
import { laneConfig } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';

let stack: Stack;
let narrow: string;

/** A group whose name holds a slash, beside the ordinary ones. */
const slashed = (text: string) =>
  `${text}  "team/fast": { strategy: failover, display_name: Fast, targets: [{ provider: sim-openai-chat, model: sim-ok }] }\n`;

beforeAll(async () => {
  stack = await startStackWith((places) => slashed(laneConfig(places)));
  narrow = await stack.issue({ user: 'bob', allow: ['team/*'] });
  await waitFor(async () => (await get('/v1/models', narrow)).ok);
});
afterAll(() => stack.close());

const get = (path: string, token = stack.token, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${stack.gateway.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });

const groups = ['openai-chat', 'openai-responses', 'anthropic-messages', 'team/fast'];

describe('the list of models', () => {
  it('reads page by page with the Anthropic client', async () => {
    const client = new Anthropic({ baseURL: stack.gateway.url, apiKey: stack.token });
    const first = await client.models.list({ limit: 3 });
    expect(first).toMatchObject({ has_more: true, first_id: 'openai-chat', last_id: 'anthropic-messages' });
    const seen: string[] = [];
    for await (const model of client.models.list({ limit: 1 })) seen.push(model.id);
    expect(seen).toEqual(groups);
    const back = await client.models.list({ limit: 1, before_id: 'team/fast' });
    expect(back.data.map(({ id }) => id)).toEqual(['anthropic-messages']);
    await expect(client.models.list({ limit: 0 })).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });

  it('reads whole with the OpenAI client, and in Anthropic’s shape below its own base URL', async () => {
    const client = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: stack.token });
    const seen: string[] = [];
    for await (const model of client.models.list()) seen.push(model.id);
    expect(seen).toEqual(groups);
    expect(await (await get('/anthropic/v1/models?limit=1000')).json()).toMatchObject({ has_more: false });
  });

  it('gives a model by its id, slashes and all, in the shape of whoever asks', async () => {
    const openai = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: stack.token });
    const anthropic = new Anthropic({ baseURL: stack.gateway.url, apiKey: stack.token });
    expect(await openai.models.retrieve('team/fast')).toMatchObject({ id: 'team/fast', object: 'model' });
    expect(await anthropic.models.retrieve('team/fast')).toMatchObject({ id: 'team/fast', type: 'model' });
    expect(await (await get('/models/team/fast')).json()).toMatchObject({ id: 'team/fast' });
    await expect(openai.models.retrieve('none/such')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(anthropic.models.retrieve('none')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  it('stays a list for a Codex that tells its version', async () => {
    expect(await (await get('/v1/models?client_version=0.169.0')).json()).toMatchObject({ object: 'list' });
  });
});

describe('the catalog for Codex', () => {
  it('has every field Codex requires, for the groups the token may use', async () => {
    const answer = await get('/v1/codex/models.json');
    const { models } = (await answer.json()) as { readonly models: readonly Record<string, unknown>[] };
    expect(models.map(({ slug }) => slug)).toEqual(groups);
    for (const model of models) {
      expect(model).toMatchObject({
        ...{
          shell_type: 'shell_command',
          apply_patch_tool_type: 'freeform',
          visibility: 'list',
          supported_in_api: true,
          context_window: 1_000_000,
        },
        ...{ support_verbosity: false, truncation_policy: { mode: 'tokens', limit: 10_000 } },
        ...{
          input_modalities: ['text', 'image'],
          supports_parallel_tool_calls: true,
          default_reasoning_level: 'medium',
        },
        ...{ experimental_supported_tools: [], base_instructions: expect.stringMatching(/coding agent/) as string },
      });
      const levels = model['supported_reasoning_levels'] as readonly { readonly effort: string }[];
      expect(levels.map(({ effort }) => effort)).toEqual(['low', 'medium', 'high']);
    }
  });

  it('names no provider, and nothing that is not the token’s', async () => {
    const text = await (await get('/v1/codex/models.json', narrow)).text();
    expect(text).toContain('"slug":"team/fast","display_name":"Fast"');
    expect(text).not.toMatch(/sim-|anthropic-messages|127\.0\.0\.1/);
    expect((await fetch(`${stack.gateway.url}/v1/codex/models.json`)).status).toBe(401);
  });
});
