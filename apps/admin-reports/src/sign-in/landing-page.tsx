import type { VNode } from 'preact';
import type { Assets } from '../assets/assets.js';
import { PlainPage } from '../shell/message-page.js';

/**
 * Where the way from another site ends. A browser withholds the session's strict cookie from whatever another site led
 * to; from this page on the way is our own, and the cookie comes along.
 */
export function LandingPage(props: {
  readonly assets: Pick<Assets, 'style'>;
  readonly title: string;
  readonly back: string;
}): VNode {
  const { assets, title, back } = props;
  return (
    <PlainPage assets={assets} title={title} head={<meta http-equiv="refresh" content={`0;url=${back}`} />}>
      <p>
        <a href={back}>Go on to the reports</a>
      </p>
    </PlainPage>
  );
}
