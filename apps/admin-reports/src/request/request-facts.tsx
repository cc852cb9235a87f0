import type { Dimension, RequestEvidence } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { shownCount } from '../format/format-number.js';
import { visibleText } from '../format/visible-text.js';
import { plainQuestion } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import { unknownMark } from '../table/shown-cell.js';

interface Fact {
  readonly title: string;
  readonly value: string | undefined;
  /** The dimension whose other requests are a click away. */
  readonly dimension?: Dimension;
}

/** Who asked for what: what is known of a request beside its story. */
export function RequestFacts({ request }: Pick<RequestEvidence, 'request'>): VNode {
  return (
    <dl class="facts">
      {factsOf(request).map((fact) => (
        <div>
          <dt>{fact.title}</dt>
          <dd>
            <FactValue fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ fact }: { readonly fact: Fact }): VNode {
  const { value, dimension } = fact;
  const text = <bdi>{value === undefined ? unknownMark : visibleText(value)}</bdi>;
  if (dimension === undefined || value === undefined) return text;
  return <a href={hrefOf('/requests', { ...plainQuestion, filter: { [dimension]: [value] } })}>{text}</a>;
}

function factsOf(request: RequestEvidence['request']): readonly Fact[] {
  return [
    { title: 'Organization', value: request.organization, dimension: 'organization' },
    { title: 'Project', value: request.project, dimension: 'project' },
    { title: 'Environment', value: request.environment, dimension: 'environment' },
    { title: 'User', value: request.user, dimension: 'user' },
    { title: 'Key', value: request.keyId, dimension: 'key' },
    { title: 'Token', value: request.tokenId },
    { title: 'Client', value: request.client, dimension: 'client' },
    { title: "Caller's own id", value: request.clientRequestId },
    { title: 'Dialect', value: request.dialect, dimension: 'dialect' },
    { title: 'Stream', value: request.stream ? 'yes' : 'no' },
    { title: 'Asked for', value: request.requestedModel },
    { title: 'Group', value: request.group, dimension: 'group' },
    { title: 'Target', value: request.target },
    { title: 'Finish', value: request.finish },
    { title: 'Tools', value: countOf(request.toolCount) },
    { title: 'Images', value: countOf(request.imageCount) },
    {
      title: 'Body',
      value: request.requestBytes === undefined ? undefined : `${shownCount(request.requestBytes)} bytes`,
    },
    { title: 'Translation notes', value: request.notes },
    { title: 'Configuration', value: request.catalogHash },
    { title: 'Stored by', value: `${request.writerId} #${request.writerSeq}` },
  ];
}

function countOf(count: number | undefined): string | undefined {
  return count === undefined ? undefined : shownCount(count);
}
