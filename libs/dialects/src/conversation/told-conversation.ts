import { isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';

const idForm = /^[A-Za-z0-9._:-]{1,128}$/;

/** In `metadata`; the first that is there counts. */
const metadataNames = [
  'router_conversation_id',
  'conversation_id',
  'conversationId',
  'session_id',
  'sessionId',
] as const;

/** In `client_metadata`, as Codex sends it: a session may have several threads. */
const clientNames = ['thread_id', 'session_id'] as const;

/** Of Codex by its age, and of those who do as it does. */
const headerNames = ['thread-id', 'session-id', 'session_id', 'conversation_id'] as const;

/** A user that Claude Code made of a device, an account and a session, in its older form. */
const sessionInUser = /_session_([A-Za-z0-9-]{1,128})$/;

/** Longer ones are nobody's session. */
const maxUserLength = 1_024;

/**
 * The name a caller gave its conversation, wherever callers put it. Whoever gives all its requests one `prompt_cache_key`
 * says that they belong together.
 */
export function toldConversation(body: WireObject, header: (name: string) => string | undefined): string | undefined {
  const metadata = objectOf(body['metadata']);
  const client = objectOf(body['client_metadata']);
  return (
    firstId(metadataNames.map((name) => metadata[name])) ??
    idOf(isRecord(body['conversation']) ? body['conversation']['id'] : body['conversation']) ??
    codingSession(metadata, header) ??
    firstId(clientNames.map((name) => client[name])) ??
    firstId(headerNames.map((name) => header(name))) ??
    idOf(body['prompt_cache_key'])
  );
}

/** A session of Claude Code; each of its sub-agents has a conversation of its own. */
function codingSession(metadata: WireObject, header: (name: string) => string | undefined): string | undefined {
  const session = idOf(header('x-claude-code-session-id')) ?? sessionOfUser(stringOf(metadata['user_id']));
  if (session === undefined) return undefined;
  const agent = idOf(header('x-claude-code-agent-id'));
  return agent === undefined ? session : `${session}/${agent}`;
}

function sessionOfUser(user: string | undefined): string | undefined {
  if (user === undefined || user.length > maxUserLength) return undefined;
  if (!user.startsWith('{')) return sessionInUser.exec(user)?.[1];
  try {
    return idOf(objectOf(JSON.parse(user))['session_id']);
  } catch {
    return undefined;
  }
}

function firstId(values: readonly unknown[]): string | undefined {
  return values.map(idOf).find((id) => id !== undefined);
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && idForm.test(value) ? value : undefined;
}
