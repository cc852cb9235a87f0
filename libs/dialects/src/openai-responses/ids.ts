/** What names the parts of one answer of ours, made from the request's id. */
export interface ReplyIds {
  readonly response: string;
  /** The id of the output item at a place, e.g. `item('msg', 0)`. */
  readonly item: (prefix: string, index: number) => string;
}

/** Ids of an answer: the same for its stream and its whole form. */
export function idsOf(requestId: string): ReplyIds {
  const stem = requestId.replace(/^req_/, '');
  return { response: `resp_${stem}`, item: (prefix, index) => `${prefix}_${stem}_${index}` };
}

/** Whether an item's id is one of ours: no provider knows it. */
export function isRouterMade(id: string): boolean {
  return /^[a-z]+_[0-9a-f]{32}_\d+$/.test(id);
}
