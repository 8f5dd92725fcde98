import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SentCall } from './record-calls.ts'

type Schema = { [name: string]: unknown; properties?: Record<string, unknown> }
type Parameter = {
  name: string
  in: 'path' | 'query' | 'body'
  required?: boolean
  schema?: Schema
}
type Operation = { parameters?: Parameter[] }
type Swagger = {
  basePath: string
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>
  definitions: Record<string, Schema>
}
type Validate = ((data: unknown) => boolean) & { errors?: object[] | null }
type Ajv = { compile(schema: object): Validate }

/** Reads Netlify's own description of its API. @returns judges calls: what is wrong, as `<order>: <why>` */
export async function openNetlifyJudge(): Promise<(calls: readonly SentCall[]) => string[]> {
  const packages = join(import.meta.dirname, 'packages/node_modules')
  const description = await readFile(join(packages, '@netlify/open-api/dist/swagger.json'), 'utf8')
  const swagger = JSON.parse(description) as Swagger
  // Typed by hand: `tsc` must pass where it is not installed.
  const validator = pathToFileURL(join(packages, 'ajv/dist/ajv.js')).href
  const { Ajv } = (await import(validator)) as { Ajv: new (options: object) => Ajv }
  const ajv = new Ajv({ strict: false, allErrors: true })

  function judge({ method, path, query, body }: SentCall): string[] {
    const found = Object.entries(swagger.paths).find(([template]) => fits(template, path))
    const operation = found?.[1][method.toLowerCase()]
    if (found === undefined || operation === undefined) return ['there is no such operation']
    const parameters = [...(found[1].parameters ?? []), ...(operation.parameters ?? [])]
    const named = parameters.filter((each) => each.in === 'query').map(({ name }) => name)
    const strangers = Object.keys(query).filter((name) => !named.includes(name))
    const wanted = parameters.find((each) => each.in === 'body')
    return [...strangers.map((name) => `"${name}" is not in the query`), ...judgeBody(wanted, body)]
  }

  function judgeBody(wanted: Parameter | undefined, body: unknown): string[] {
    if (body === undefined) return wanted?.required ? ['a body is missing'] : []
    if (wanted?.schema === undefined) return ['no body is taken']
    const { definitions } = swagger
    const validate = ajv.compile(closed({ ...wanted.schema, definitions }) as object)
    return validate(body) ? [] : (validate.errors ?? []).map((error) => JSON.stringify(error))
  }

  const fits = (template: string, path: string) =>
    new RegExp(`^${(swagger.basePath + template).replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)

  return (calls) => {
    const complaints = calls.flatMap((call) =>
      judge(call).map((why) => `${call.method} ${call.path}: ${why}`),
    )
    return [...new Set(complaints)]
  }
}

/** The same schema, in which nothing is allowed that it doesn't name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.entries(schema).map(([name, value]) => [name, closed(value)] as const)
  const isOpen =
    'properties' in schema && !('additionalProperties' in schema) && !('allOf' in schema)
  return Object.fromEntries(isOpen ? [...inner, ['additionalProperties', false]] : inner)
}
