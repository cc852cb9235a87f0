import type { VNode } from 'preact';
import type { Finding } from '../reports/report.js';

const words: Readonly<Record<Finding['severity'], string>> = { bad: 'Problem', notice: 'Look', good: 'Fine' };

/** What is worth a look; that there is nothing is worth saying too. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }): VNode {
  return (
    <section class="panel findings" aria-labelledby="findings">
      <h2 id="findings">Worth a look</h2>
      {findings.length === 0 ? (
        <p class="empty">Nothing stands out in this range.</p>
      ) : (
        <ul>
          {findings.map(({ severity, text, href }) => (
            <li class={`finding finding-${severity}`}>
              <span class="badge">{words[severity]}</span>
              {href === undefined ? <span>{text}</span> : <a href={href}>{text}</a>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
