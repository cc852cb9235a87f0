import type { Ask } from '../ask.js';
import type { StreamWriter } from '../dialect.js';
import { dialects } from '../dialects.js';
import type { JointAnswer, LaneTarget } from '../lane.js';
import { openTranslatedStream } from '../translated-stream.js';
import { openContinuingReader } from './open-continuing-reader.js';
import { mayBeContinued } from './may-be-continued.js';
import { nothingSaid } from './said.js';

/**
 * Opens a joint answer; `undefined` for an ask whose answer only its own provider can end. One writer writes all of it,
 * between equal dialects too: ids and numbers of a provider could not be gone on with by another.
 */
export function openJointAnswer(
  ask: Ask,
  manners: Pick<LaneTarget, 'requestId' | 'showModel' | 'createdSeconds'>,
): JointAnswer | undefined {
  if (!mayBeContinued(ask)) return undefined;
  const neutral = ask.neutral();
  if (!neutral.ok) return undefined;
  const writer: StreamWriter = dialects[ask.dialect].openWriter({
    requestId: manners.requestId,
    model: manners.showModel,
    createdSeconds: manners.createdSeconds,
    ask: neutral.value,
  });
  const said = nothingSaid();
  return {
    openPart: ({ reader, foreign }) =>
      openTranslatedStream({ reader: openContinuingReader(reader, said), writer, foreign }),
  };
}
