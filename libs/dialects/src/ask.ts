import type { AskFacts, DialectName, Result } from '@smart-router/core';
import type { JsonText } from './json/json-text.js';
import type { NeutralAsk } from './neutral/ask.js';

/** A parsed request. The neutral form is built on first use, since only translated lanes pay for it. */
export interface Ask {
  readonly dialect: DialectName;
  readonly body: JsonText;
  readonly facts: AskFacts;
  /** Memoised. */
  neutral(): Result<NeutralAsk>;
}
