import type { VNode } from 'preact';
import type { Assets } from '../assets/assets.js';
import { siteIcon } from './site-icon.js';

/** What a page of few words says. */
export interface Message {
  readonly title: string;
  readonly text: string;
  /** Where to go from here. */
  readonly link?: { readonly href: string; readonly text: string } | undefined;
}

/** The frame of pages outside the reports: sign-in, refusals and errors. */
export function PlainPage(props: {
  readonly assets: Pick<Assets, 'style'>;
  readonly title: string;
  readonly head?: VNode | undefined;
  readonly children: VNode | readonly (VNode | undefined)[];
}): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${props.title} · smart-router reports`}</title>
        <link rel="icon" href={siteIcon} />
        <link rel="stylesheet" href={props.assets.style} />
        {props.head}
      </head>
      <body class="plain">
        <main class="card">
          <h1>{props.title}</h1>
          {props.children}
        </main>
      </body>
    </html>
  );
}

/** A page that says one thing. */
export function MessagePage(props: { readonly assets: Pick<Assets, 'style'>; readonly message: Message }): VNode {
  const { title, text, link } = props.message;
  return (
    <PlainPage assets={props.assets} title={title}>
      <p>{text}</p>
      {link && (
        <p>
          <a href={link.href}>{link.text}</a>
        </p>
      )}
    </PlainPage>
  );
}
