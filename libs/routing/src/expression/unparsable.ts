/** Leads out of a parser to its door, where it becomes a value; nobody else sees it. */
export class Unparsable extends Error {
  constructor(
    message: string,
    /** 1 for the first character. */
    readonly position: number,
  ) {
    super(message);
  }
}
