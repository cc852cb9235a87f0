/** One frame; data of several lines becomes several `data:` lines. */
export function formatEvent(event: string | undefined, data: string): string {
  const lines = data.includes('\n') ? data.replaceAll('\n', '\ndata: ') : data;
  return event === undefined ? `data: ${lines}\n\n` : `event: ${event}\ndata: ${lines}\n\n`;
}

/** A comment frame: clients ignore it, proxies see that the stream lives. */
export function formatComment(text: string): string {
  return `: ${text.replaceAll('\n', ' ')}\n\n`;
}
