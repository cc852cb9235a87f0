import { Secret } from '@smart-router/core';
import { problem, type ConfigPath, type ConfigProblem } from '../config-problem.js';
import { defaultDatabaseUrl } from '../options/storage-options.js';
import { secretReference, type SecretReference } from '../options/secret-options.js';
import { findValues, type Found } from './find-values.js';
import { recordOf } from './plain.js';

/** Where secrets come from; reading goes through arguments. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws when it cannot be read. */
  readFile(path: string): string;
}

/** The secrets a configuration refers to, by reference. */
export interface SecretReading {
  get(reference: SecretReference): Secret | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** What a secret of a kind looks like. */
export interface SecretForm {
  readonly expectation: string;
  readonly pattern: RegExp;
}

/** The forms of secrets. */
export const secretForms = {
  header: { expectation: 'one line of printable ASCII', pattern: /^[\x20-\x7e]+$/ },
  token: { expectation: 'one word of printable ASCII', pattern: /^[\x21-\x7e]+$/ },
  postgresUrl: { expectation: 'a postgres:// URL', pattern: /^postgres(ql)?:\/\/\S+$/ },
  redisUrl: { expectation: 'a redis:// or rediss:// URL', pattern: /^rediss?:\/\/\S+$/ },
} satisfies Readonly<Record<string, SecretForm>>;

const { header, token, postgresUrl, redisUrl } = secretForms;

/** Reads every secret that is referred to and will be used, and says which cannot be had. Values never show. */
export function readSecrets(raw: unknown, sources: SecretSources): SecretReading {
  const secrets = new Map<string, Secret>();
  const problems: ConfigProblem[] = [];
  for (const [found, form] of references(raw)) {
    const reference = secretReference.safeParse(found.value);
    // The shape pass reports what is not a reference.
    if (!reference.success) continue;
    const value = readSecret(reference.data, form, sources);
    if (value.ok) secrets.set(nameOf(reference.data), value.secret);
    else problems.push(problem(found.path, `${String(found.path.at(-1))}: ${value.fault}`));
  }
  return { problems, get: (reference) => secrets.get(nameOf(reference)) };
}

function references(raw: unknown): readonly (readonly [Found, SecretForm])[] {
  const all = (pattern: readonly string[], form: SecretForm) =>
    findValues(raw, pattern).map((found) => [found, form] as const);
  const database = all(['storage', 'database_url'], postgresUrl);
  const databasePath: ConfigPath = ['storage', 'database_url'];
  return [
    ...(database.length > 0 ? database : [[{ path: databasePath, value: defaultDatabaseUrl }, postgresUrl] as const]),
    ...all(['storage', 'key_snapshot', 'encryption_key'], token),
    ...all(['state', 'redis_url'], redisUrl),
    ...all(['server', 'conversation_salt'], token),
    ...all(['model_groups', '*', 'external', 'headers', '*'], header).filter(
      ([{ value }]) => typeof value !== 'string',
    ),
    ...findValues(raw, ['providers', '*'])
      .filter(needsKeys)
      .flatMap(keysOf)
      .map((found) => [found, token] as const),
  ];
}

function needsKeys(provider: Found): boolean {
  return recordOf(provider.value)['auth'] !== 'none';
}

function keysOf(provider: Found): readonly Found[] {
  const credentials = findValues(provider.value, ['credentials', '*']);
  const used = credentials.filter(
    ({ value }) => recordOf(value)['disabled'] !== true && recordOf(value)['key'] !== undefined,
  );
  return used.map(({ path, value }) => ({ path: [...provider.path, ...path, 'key'], value: recordOf(value)['key'] }));
}

/** A secret, or why it cannot be had; the reason never shows its value. */
export type OneSecret = { readonly ok: true; readonly secret: Secret } | { readonly ok: false; readonly fault: string };

/** Reads the secret a reference names. */
export function readSecret(reference: SecretReference, form: SecretForm, sources: SecretSources): OneSecret {
  const value = readText(reference, sources);
  const fault = value.ok ? formFault(value.text, form) : value.fault;
  if (fault !== undefined) return { ok: false, fault: `${nameOf(reference)} ${fault}` };
  // Without a fault there is a text.
  return { ok: true, secret: new Secret(value.ok ? value.text : '') };
}

type SecretText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: string };

function readText(reference: SecretReference, sources: SecretSources): SecretText {
  if ('file' in reference) return readSecretFile(reference.file, sources);
  const text = sources.env[reference.env];
  if (text === undefined) return { ok: false, fault: 'should be set, and is not' };
  return text === '' ? { ok: false, fault: 'should hold a value, and is empty' } : { ok: true, text };
}

function readSecretFile(path: string, sources: SecretSources): SecretText {
  try {
    const text = sources.readFile(path).replace(/\r?\n$/, '');
    return text === '' ? { ok: false, fault: 'should hold a value, and is empty' } : { ok: true, text };
  } catch (error) {
    return {
      ok: false,
      fault: `should be readable, and is not: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function formFault(text: string, form: SecretForm): string | undefined {
  return form.pattern.test(text) ? undefined : `should hold ${form.expectation}, and does not`;
}

function nameOf(reference: SecretReference): string {
  return 'env' in reference ? `environment variable ${reference.env}` : `file ${reference.file}`;
}
