/** What decides how many output tokens a request sets aside. */
export interface OutputLimits {
  /** The cap the caller sent. */
  readonly outputCap: number | undefined;
  /** The most the model can write. */
  readonly maxOutputTokens: number | undefined;
  /** `server.default_output_reservation`: for asks without a cap. */
  readonly defaultReservation: number;
}

/** The output tokens to set aside: the caller's cap, else the default; never more than the model can write. */
export function outputReservation(limits: OutputLimits): number {
  const wanted = limits.outputCap ?? limits.defaultReservation;
  return Math.max(0, Math.min(wanted, limits.maxOutputTokens ?? wanted));
}
