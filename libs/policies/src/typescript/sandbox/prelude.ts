/** Longest answer of a policy, in characters of JSON. */
const maxDecisionLength = 65_536;

/** Calls of `router.fetchJSON` in one run. */
const maxCalls = 16;

/** Longest words of an exception, or of a line for the log, in characters. */
const maxMessageLength = 500;

/** Lines for the log of one run. */
const maxLines = 20;

/**
 * What stands in a realm before the policy's own code, in the language of the realm. It is a function of the host's
 * functions, and gives the two by which the host starts a run and hands it what it fetched. It takes what it needs of the
 * realm before the policy can change it.
 *
 * The clock stands still at the moment of the decision, and random numbers begin where the host says: the same question
 * has the same answer in a rehearsal.
 */
export const prelude = `((settle, askHost, log, mayFetch) => {
  'use strict';
  const { parse, stringify } = JSON;
  const { apply } = Reflect;
  const { slice } = String.prototype;
  const { then } = Promise.prototype;
  const RealPromise = Promise, RealDate = Date, RealError = Error, RealString = String, realKeys = Object.keys;
  const waiting = [];
  let now = 0, state = 0, lines = 0;

  const show = (value, length = ${maxMessageLength}) => {
    try {
      return apply(slice, RealString(value), [0, length]);
    } catch {
      return 'something that cannot be shown';
    }
  };
  const stackOf = (error) => {
    try {
      return show(error.stack, 4_000);
    } catch {
      return '';
    }
  };
  const fail = (error) => settle('threw', show(error), stackOf(error));
  const write = (decision) => {
    let text;
    try {
      text = stringify(decision);
    } catch (error) {
      return settle('unwritable', show(error), stackOf(error));
    }
    if (text === undefined) return settle('nothing', '', '');
    if (text.length > ${maxDecisionLength}) return settle('unwritable', 'longer than ${maxDecisionLength} characters', '');
    settle('returned', text, '');
  };

  globalThis.Date = class Date extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(now);
      else super(...parts);
    }
    static now() {
      return now;
    }
  };
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const print = (...parts) => {
    if (++lines > ${maxLines}) return;
    let line = '';
    for (let index = 0; index < parts.length; index++) {
      let part = parts[index];
      if (typeof part === 'object' && part !== null) {
        try {
          part = stringify(part);
        } catch {}
      }
      line += (index === 0 ? '' : ' ') + show(part);
    }
    log(show(line));
  };
  globalThis.console = { log: print, debug: print, info: print, warn: print, error: print };

  const fetchJSON = (url, init) =>
    new RealPromise((resolve, reject) => {
      if (!mayFetch) throw new RealError('router.fetchJSON is switched off: see typescript.http.enabled');
      if (waiting.length >= ${maxCalls}) throw new RealError('router.fetchJSON may be called ${maxCalls} times at most');
      const { method = 'GET', headers = {}, body } = init ?? {};
      // Of no prototype: a toJSON that the policy gave to all objects would write another ask.
      const given = { __proto__: null };
      for (const name of realKeys(headers)) given[name] = RealString(headers[name]);
      const sent = body === undefined ? undefined : stringify(body);
      const asked = { __proto__: null, url: RealString(url), method: RealString(method), headers: given, body: sent };
      const ask = stringify(asked);
      waiting[waiting.length] = { resolve, reject };
      askHost(waiting.length - 1, ask);
    });
  Object.defineProperty(globalThis, 'router', { value: Object.freeze({ fetchJSON }) });

  const start = (route, context, nowMs, seed) => {
    now = nowMs;
    state = seed;
    try {
      const returned = route(parse(context));
      const isObject = (typeof returned === 'object' && returned !== null) || typeof returned === 'function';
      if (!isObject || typeof returned.then !== 'function') return write(returned);
      apply(then, new RealPromise((resolve) => resolve(returned)), [write, fail]);
    } catch (error) {
      fail(error);
    }
  };
  const deliver = (call, isFetched, status, text) => {
    const { resolve, reject } = waiting[call];
    if (!isFetched) return reject(new RealError('router.fetchJSON: ' + text));
    try {
      const body = text === undefined ? undefined : parse(text);
      resolve({ ok: status >= 200 && status < 300, status, body });
    } catch {
      reject(new RealError('router.fetchJSON: the answer should be JSON'));
    }
  };
  return { start, deliver };
})`;
