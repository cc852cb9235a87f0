/** Something a translation dropped or changed; `field` is the caller's own path, e.g. `logit_bias`. */
export interface Note {
  readonly field: string;
  readonly action: 'dropped' | 'changed';
  readonly reason: string;
  /** The end of `field` that a caller or provider chose freely: whoever keeps notes for good leaves it out. */
  readonly chosenName?: string;
}
