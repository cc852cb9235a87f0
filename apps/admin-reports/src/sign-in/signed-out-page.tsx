import type { VNode } from 'preact';
import type { Assets } from '../assets/assets.js';
import { PlainPage } from '../shell/message-page.js';

/** What is left to do after signing out. */
export function SignedOutPage(props: {
  readonly assets: Pick<Assets, 'style'>;
  /** Where the provider signs people out; absent where it has no such place, or had no part in this. */
  readonly providerSignOut: string | undefined;
}): VNode {
  const { assets, providerSignOut } = props;
  return (
    <PlainPage assets={assets} title="Signed out">
      <p>You are signed out of the reports.</p>
      {providerSignOut === undefined ? undefined : (
        <p>
          <a href={providerSignOut} rel="noreferrer">
            {`Sign out of ${new URL(providerSignOut).host} too`}
          </a>
        </p>
      )}
      <p>
        <a href="/sign-in">Sign in again</a>
      </p>
    </PlainPage>
  );
}
