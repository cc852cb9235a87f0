/**
 * What the global `router` gives a TypeScript policy. A policy that uses it declares it:
 * `declare const router: PolicyRouter;`.
 */
export interface PolicyRouter {
  /**
   * Asks a service of `typescript.http.allow_hosts`, at most 16 times in a decision. Rejects when there is no JSON answer in
   * time: with a status of success, that is; any other status resolves with `ok: false`.
   */
  fetchJSON(
    url: string,
    init?: {
      readonly method?: 'GET' | 'POST';
      /** `Accept`, `Content-Type` and `X-*` only. */
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON, with POST. */
      readonly body?: unknown;
    },
  ): Promise<PolicyResponse>;
}

/** What a service answered a policy. */
export interface PolicyResponse {
  /** Whether its status is 200 to 299. */
  readonly ok: boolean;
  readonly status: number;
  /** `undefined` when an answer other than of success was no JSON. */
  readonly body: unknown;
}
