/**
 * What a frame is for: `open` carries no content yet, each `content` frame is one token, `part` opens or closes a block,
 * `finish` tells the reason, `usage` the counts, `terminal` says that the stream is complete.
 */
export type FrameRole = 'open' | 'content' | 'part' | 'finish' | 'usage' | 'terminal' | 'error';

/** One server-sent event. */
export interface Frame {
  readonly role: FrameRole;
  /** Chat has none. */
  readonly event?: string | undefined;
  readonly data: string;
}

/** A frame as it travels. */
export const formatFrame = ({ event, data }: Frame) =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`;

/** A frame whose event travels with its name, as two of the dialects do. */
export function namedFrame(role: FrameRole, event: { readonly type: string }): Frame {
  return { role, event: event.type, data: JSON.stringify(event) };
}
