import { callerRequests } from '../caller-requests.js';
import type { GatewayProcess } from '../gateway-process.js';

/** What came back for one request. */
export interface OneAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly text: string;
  /** Whether a stream ended well. */
  readonly ended: boolean;
}

const { path, body, terminal } = callerRequests['openai-chat'];

/** Asks an OpenAI Chat Completions question, and calls `onHead` when the answer has begun. */
export async function askOnce(
  gateway: GatewayProcess,
  token: string,
  { stream = false, onHead = () => undefined }: { readonly stream?: boolean; readonly onHead?: () => unknown } = {},
): Promise<OneAnswer> {
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ ...body, model: 'openai-chat', stream }),
  });
  onHead();
  const text = await response.text();
  const requestId = response.headers.get('x-request-id') ?? undefined;
  return { status: response.status, requestId, text, ended: text.endsWith(terminal) };
}

/** The type of the fault that an answer is. */
export function faultOf({ text }: OneAnswer): unknown {
  return (JSON.parse(text) as { error: { type: unknown } }).error.type; // the dialect's error body
}
