import type { VNode } from 'preact';
import type { Assets } from '../assets/assets.js';
import { PlainPage } from '../shell/message-page.js';

/** What the sign-in page shows. */
export interface SignInView {
  readonly assets: Pick<Assets, 'style'>;
  /** Where to go afterwards, checked. */
  readonly back: string;
  readonly formToken: string;
  readonly hasLocalUsers: boolean;
  /** What the link to the provider says; absent where there is none. */
  readonly providerButton: string | undefined;
  readonly problem?: string | undefined;
  /** What was typed before, when it did not work. */
  readonly name?: string | undefined;
}

/** The page where people say who they are. */
export function SignInPage(view: SignInView): VNode {
  const { assets, back, formToken, hasLocalUsers, providerButton, problem, name } = view;
  return (
    <PlainPage assets={assets} title="Sign in to the reports">
      {problem === undefined ? undefined : (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      {providerButton === undefined ? undefined : (
        <p>
          <a class="button" href={`/sign-in/provider?back=${encodeURIComponent(back)}`}>
            {providerButton}
          </a>
        </p>
      )}
      {hasLocalUsers && providerButton !== undefined ? <p>Or with a name of this site:</p> : undefined}
      {hasLocalUsers ? <LocalForm back={back} formToken={formToken} name={name} /> : undefined}
    </PlainPage>
  );
}

function LocalForm({ back, formToken, name }: Pick<SignInView, 'back' | 'formToken' | 'name'>): VNode {
  return (
    <form method="post" action="/sign-in">
      <input type="hidden" name="csrf" value={formToken} />
      <input type="hidden" name="back" value={back} />
      <p>
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
          value={name}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={64}
        />
      </p>
      <p>
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          maxLength={1024}
        />
      </p>
      <p>
        <button type="submit">Sign in</button>
      </p>
    </form>
  );
}
