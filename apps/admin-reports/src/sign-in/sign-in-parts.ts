import type { AdminStore } from '@smart-router/usage-storage';
import type { Logger } from 'pino';
import type { Assets } from '../assets/assets.js';
import type { LocalUser, OidcSettings, SessionSettings } from '../config/reports-settings.js';
import type { Guard } from '../guard.js';
import type { Site } from '../security/site.js';
import type { AnswerProblem } from '../shell/answer-problem.js';
import type { FormToken } from './form-token.js';
import type { SessionDoor } from './session-door.js';

/** What the routes of sign-in stand on. */
export interface SignInParts {
  readonly store: AdminStore;
  readonly door: SessionDoor;
  readonly formToken: FormToken;
  readonly guard: Guard;
  readonly site: Site;
  readonly assets: Assets;
  readonly answerProblem: AnswerProblem;
  readonly log: Logger;
  readonly localUsers: readonly LocalUser[];
  readonly oidc: OidcSettings | undefined;
  readonly sessions: SessionSettings;
  readonly now: () => number;
}
