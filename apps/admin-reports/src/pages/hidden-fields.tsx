import type { VNode } from 'preact';
import type { Question } from '../question/question.js';
import { writeQuestion } from '../question/write-question.js';

/** What a form leaves as it is. */
export function HiddenFields({ question }: { readonly question: Question }): VNode {
  return (
    <>
      {[...new URLSearchParams(writeQuestion(question))].map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
