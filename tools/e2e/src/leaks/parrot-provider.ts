import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { planted } from './planted.js';

/** A provider that repeats what it was sent wherever a provider can write text. */
export interface ParrotProvider {
  readonly url: string;
  close(): Promise<void>;
}

/** What a parrot does, by the name of the model. */
export const parrotModels = [
  'parrot-odd',
  'parrot-odd-stream',
  'parrot-400',
  'parrot-429',
  'parrot-500',
  'parrot-late',
] as const;

/** Starts a parrot. It speaks Chat Completions. */
export async function startParrot(): Promise<ParrotProvider> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
  const sent = Buffer.concat(chunks).toString();
  const model = String((JSON.parse(sent) as { model?: unknown }).model);
  const status = Number(/\d{3}$/.exec(model)?.[0] ?? 200);
  if (status !== 200) return void json(response, status, errorOf(sent, request));
  if (model === 'parrot-odd') return void json(response, 200, whole(model));
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-planted': planted.header });
  response.write(
    frame({ ...whole(model), object: 'chat.completion.chunk', choices: [delta({ content: planted.reply })] }),
  );
  if (model === 'parrot-late') response.write(frame(errorOf(sent, request)));
  else response.write(frame({ ...whole(model), choices: [{ ...delta({}), finish_reason: planted.finish }] }));
  response.end(model === 'parrot-late' ? '' : 'data: [DONE]\n\n');
}

const delta = (content: object) => ({ index: 0, delta: content, finish_reason: null });

const whole = (model: string) => ({
  ...{ id: planted.code, object: 'chat.completion', created: 1, model: `${model}-${planted.code}` },
  choices: [{ index: 0, message: { role: 'assistant', content: planted.reply }, finish_reason: planted.finish }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, [planted.field]: planted.reply },
  ...{ service_tier: planted.code, system_fingerprint: planted.code },
});

/** What it was sent stands in the message, and so do the headers. */
const errorOf = (sent: string, request: IncomingMessage) => ({
  error: {
    message: `${planted.error}: ${sent} ${JSON.stringify(request.headers)}`,
    ...{ type: planted.code, code: planted.code, param: planted.field },
  },
});

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-planted': planted.header });
  response.end(JSON.stringify(body));
}

function frame(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
