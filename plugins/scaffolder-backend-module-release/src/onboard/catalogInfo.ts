import { InputError } from '@backstage/errors';
import { Document, isMap, isScalar, parseAllDocuments } from 'yaml';
import { Onboarding } from './onboarding';
import { withLineEndsOf, yamlStyle } from './yamlStyle';

function parse(yaml: string): Document[] {
  const documents = parseAllDocuments(yaml);
  // an empty stream is an empty list with properties of its own
  const list = Array.isArray(documents) ? [...documents] : [];
  for (const document of list) {
    const [fault] = document.errors;
    if (fault) throw new InputError(`catalog-info.yaml: ${fault.message}`);
  }
  return list.filter(document => document.contents !== null);
}

function nameOf(document: Document) {
  const text = (path: string[]) => String(document.getIn(path) ?? '');
  return {
    kind: text(['kind']).toLocaleLowerCase('en-US'),
    namespace: (text(['metadata', 'namespace']) || 'default').toLocaleLowerCase(
      'en-US',
    ),
    name: text(['metadata', 'name']).toLocaleLowerCase('en-US'),
  };
}

function newEntity({ ref, owner, system, description }: Onboarding) {
  return new Document({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: ref.name,
      ...(ref.namespace === 'default' ? {} : { namespace: ref.namespace }),
      ...(description ? { description } : {}),
    },
    spec: {
      type: 'service',
      lifecycle: 'experimental',
      owner,
      ...(system ? { system } : {}),
    },
  });
}

function findComponent(documents: Document[], { ref, entityRef }: Onboarding) {
  const components = documents.filter(
    document => nameOf(document).kind === 'component',
  );
  const found = components.find(document => {
    const { name, namespace } = nameOf(document);
    return (
      name === ref.name.toLocaleLowerCase('en-US') &&
      namespace === ref.namespace.toLocaleLowerCase('en-US')
    );
  });
  if (!found && components.length > 0) {
    throw new InputError(
      `catalog-info.yaml describes ${components
        .map(document => nameOf(document).name || 'a component without a name')
        .join(', ')}, not ${entityRef}; give the component's own name`,
    );
  }
  return found;
}

function annotate(document: Document, annotations: Record<string, string>) {
  const path = ['metadata', 'annotations'];
  const current = document.getIn(path, true);
  if (isScalar(current) && current.value === null) {
    document.setIn(path, document.createNode({}));
  } else if (current !== undefined && !isMap(current)) {
    throw new InputError('catalog-info.yaml: metadata.annotations is no map');
  }
  let isChanged = false;
  for (const [name, value] of Object.entries(annotations)) {
    if (document.getIn([...path, name]) === value) continue;
    document.setIn([...path, name], value);
    isChanged = true;
  }
  return isChanged;
}

/**
 * Sets the annotations of the component in `catalog-info.yaml`, keeping
 * comments, order and the other entities of the file; adds the component where
 * the file describes none.
 *
 * @param yaml - undefined when there is no file yet
 * @returns the text to write; the very same when nothing had to change
 * @throws InputError when the file is no YAML or describes another component.
 */
export function annotateCatalogInfo(
  yaml: string | undefined,
  onboarding: Onboarding,
): string {
  const documents = parse(yaml ?? '');
  const found = findComponent(documents, onboarding);
  const document = found ?? newEntity(onboarding);
  const isChanged = annotate(document, onboarding.annotations);
  if (yaml === undefined) return document.toString(yamlStyle(''));
  if (found && !isChanged) return yaml;
  const style = yamlStyle(yaml);
  if (!found) {
    const before = documents.length > 0 ? `${yaml.trimEnd()}\n---\n` : '';
    return withLineEndsOf(yaml, `${before}${document.toString(style)}`);
  }
  return withLineEndsOf(
    yaml,
    documents.map(item => item.toString(style)).join(''),
  );
}
