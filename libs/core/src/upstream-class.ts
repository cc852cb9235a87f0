/** What an upstream failure means to the router. One failure has one class. */
export type UpstreamClass =
  | 'caller_fault'
  | 'rate_limited'
  | 'quota_exhausted'
  | 'credential_rejected'
  | 'access_denied'
  | 'server_error'
  | 'overloaded'
  | 'connect_failed'
  | 'reset'
  | 'timeout'
  | 'broken_stream'
  | 'caller_gone';
