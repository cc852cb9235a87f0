import type { Fault } from '@smart-router/core';
import { readBilling } from '../billing.js';
import type { FrameKind, Outcome, Tap } from '../dialect.js';
import { valueOfFrame } from '../json-frame.js';
import { arrayOf, filledString, integerOf, isRecord, objectOf, type WireObject } from '../json/guards.js';
import { nothingSeen, withBilling, withState } from '../outcome.js';
import { dataOf, includesAscii } from '../sse/frame.js';
import { faultOfEvent, faultOfResponse, strangersResponse, writeFailure } from './errors.js';
import { readFinish } from './finish.js';
import { frameName } from './frame-name.js';
import { idsOf } from './ids.js';
import { issuedByItem, issuedByResponse } from './issued-state.js';
import { isOwnCall } from './own-call.js';
import { typeOfEvent } from './read-stream.js';
import { readUsage } from './usage.js';

/** Watches a Responses stream pass. */
export function openTap(): Tap {
  return new EventTap();
}

/** Signs of life. */
const quietEvents: ReadonlySet<string> = new Set(['ping', 'keepalive']);

/** Events that are read: they tell how the answer ended. */
const lastEvents: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
  'error',
]);

class EventTap implements Tap {
  #outcome: Outcome = nothingSeen;
  #contentSeen = false;
  #toolCalls = false;
  #refusal = false;
  /** Kept unread until somebody asks: it echoes the whole ask. */
  #created: Uint8Array | undefined;
  /** The latest event, for its sequence number. */
  #latest: Uint8Array | undefined;

  get outcome(): Outcome {
    if (this.#created === undefined) return this.#outcome;
    const response = objectOf(objectOf(valueOfFrame(this.#created))['response']);
    this.#created = undefined;
    this.#name(response);
    this.#outcome = withState(this.#outcome, issuedByResponse(response));
    return this.#outcome;
  }

  see(frame: Uint8Array): FrameKind {
    const name = frameName(frame);
    if (name !== undefined && tells(name)) return this.#seeNamed(name, frame);
    const event = valueOfFrame(frame);
    if (!isRecord(event)) return dataOf(frame) === undefined ? 'quiet' : this.#kind();
    const type = typeOfEvent(event, name);
    return lastEvents.has(type) ? this.#seeLast(type, event, frame) : this.#seeNamed(type, frame);
  }

  fail(fault: Fault, requestId: string): string {
    const { id = idsOf(requestId).response, model } = this.outcome;
    const latest = this.#latest === undefined ? undefined : objectOf(valueOfFrame(this.#latest))['sequence_number'];
    const response = strangersResponse(fault, { id, requestId, model });
    return writeFailure(fault, response, (integerOf(latest) ?? -1) + 1);
  }

  #seeNamed(type: string, frame: Uint8Array): FrameKind {
    if (quietEvents.has(type)) return 'quiet';
    this.#latest = frame;
    if (type === 'response.created') this.#created ??= frame;
    this.#toolCalls ||= type.startsWith('response.function_call_') || type.startsWith('response.custom_tool_call_');
    this.#refusal ||= type.startsWith('response.refusal.');
    this.#contentSeen ||= type.endsWith('.delta') || type.endsWith('.done');
    if (type === 'response.output_item.done') this.#seeItem(frame);
    return this.#kind();
  }

  #seeLast(type: string, event: WireObject, frame: Uint8Array): FrameKind {
    if (this.#outcome.complete || this.#outcome.fault !== undefined) return this.#kind();
    const response = objectOf(event['response']);
    if (type === 'response.completed' || type === 'response.incomplete') {
      this.#latest = frame;
      return this.#finish(type, response);
    }
    const fault = type === 'error' ? faultOfEvent(event) : faultOfResponse(response);
    this.#outcome = { ...this.outcome, fault, tokens: readUsage(response['usage']) };
    return 'fault';
  }

  /** Some servers leave the items out of the last event; clients go on from these. */
  #seeItem(frame: Uint8Array): void {
    if (!includesAscii(frame, '"encrypted_content"')) return;
    const item = objectOf(objectOf(valueOfFrame(frame))['item']);
    this.#outcome = withState(this.#outcome, issuedByItem(item));
  }

  #finish(type: string, response: WireObject): FrameKind {
    this.#name(response);
    this.#created = undefined;
    this.#contentSeen = true;
    const status = type.slice('response.'.length);
    const items = arrayOf(response['output']).map(objectOf);
    const finish = readFinish(
      { ...response, status },
      {
        toolCalls: this.#toolCalls || items.some(isOwnCall),
        refusal: this.#refusal || items.some(holdsRefusal),
      },
    );
    this.#outcome = { ...this.#outcome, finish, tokens: readUsage(response['usage']), complete: true };
    this.#outcome = withBilling(withState(this.#outcome, issuedByResponse(response)), readBilling(response));
    return 'content';
  }

  #name(response: WireObject): void {
    const { id = filledString(response['id']), model = filledString(response['model']) } = this.#outcome;
    this.#outcome = { ...this.#outcome, id, model };
  }

  #kind(): FrameKind {
    return this.#contentSeen ? 'content' : 'startup';
  }
}

/** Whether the name of a frame is all that must be known of it. */
function tells(name: string): boolean {
  return quietEvents.has(name) || (name.startsWith('response.') && !lastEvents.has(name));
}

function holdsRefusal(item: WireObject): boolean {
  return arrayOf(item['content']).some((part) => filledString(objectOf(part)['refusal']) !== undefined);
}
