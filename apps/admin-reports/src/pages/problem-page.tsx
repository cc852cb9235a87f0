import type { VNode } from 'preact';
import { plainQuestion } from '../question/question.js';
import type { PageFrame } from './frame.js';
import { PageLayout } from './page-layout.js';

/** A page that says why it cannot answer, and what to do. */
export function ProblemPage(props: {
  readonly frame: PageFrame;
  readonly title: string;
  readonly sentences: readonly string[];
}): VNode {
  const { frame, title, sentences } = props;
  return (
    <PageLayout frame={frame} title={title} question={plainQuestion}>
      <section class="panel problem" role="alert" aria-label="What is wrong">
        <ul>
          {sentences.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
        <p>
          <a href={frame.path}>Start again without parameters</a>
        </p>
      </section>
    </PageLayout>
  );
}
