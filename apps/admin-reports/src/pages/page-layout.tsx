import type { ComponentChildren, VNode } from 'preact';
import type { Question } from '../question/question.js';
import { siteIcon } from '../shell/site-icon.js';
import type { PageFrame } from './frame.js';
import { Navigation } from './navigation.js';

/** The document around a page: head, navigation, who is signed in. */
export function PageLayout(props: {
  readonly frame: PageFrame;
  readonly title: string;
  readonly lead?: string;
  /** What other pages keep of the question: its period and filters. */
  readonly question: Question;
  readonly children: ComponentChildren;
}): VNode {
  const { frame, title, lead, question, children } = props;
  return (
    <html lang="en" data-theme={frame.theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · smart-router reports`}</title>
        <link rel="icon" href={siteIcon} />
        <link rel="stylesheet" href={frame.assets.style} />
        <script src={frame.assets.script} defer />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href="/">
            <span class="mark" aria-hidden="true" />
            smart-router <span class="brand-part">reports</span>
          </a>
          <div class="top-tools">
            <button type="button" class="quiet" data-theme-switch hidden>
              Theme: {frame.theme}
            </button>
            <SignedIn frame={frame} />
          </div>
        </header>
        <Navigation frame={frame} question={question} />
        <main id="content" tabindex={-1}>
          <div class="page-head">
            <h1>{title}</h1>
            {lead !== undefined && <p class="lead">{lead}</p>}
          </div>
          {children}
        </main>
      </body>
    </html>
  );
}

function SignedIn({ frame }: { readonly frame: PageFrame }): VNode {
  const { name, subject, csrfToken } = frame.viewer;
  return (
    <form class="signed-in" method="post" action="/sign-out">
      <span class="viewer" title={subject}>
        <bdi>{name}</bdi>
      </span>
      <input type="hidden" name="csrf" value={csrfToken} />
      <button type="submit" class="quiet">
        Sign out
      </button>
    </form>
  );
}
