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
}

/** The page where people say who they are. */
export function SignInPage({ assets, back, formToken, hasLocalUsers, providerButton, problem }: SignInView): VNode {
  return (
    <PlainPage assets={assets} title="Sign in">
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
      {hasLocalUsers ? <LocalForm back={back} formToken={formToken} /> : undefined}
    </PlainPage>
  );
}

function LocalForm({ back, formToken }: { readonly back: string; readonly formToken: string }): VNode {
  return (
    <form method="post" action="/sign-in">
      <input type="hidden" name="csrf" value={formToken} />
      <input type="hidden" name="back" value={back} />
      <p>
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
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
