/** Something a translation dropped or changed; `field` is the caller's own path, e.g. `logit_bias`. */
export interface Note {
  readonly field: string;
  readonly action: 'dropped' | 'changed';
  readonly reason: string;
}
