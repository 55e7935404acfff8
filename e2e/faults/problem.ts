/** What is wrong, and which promise that breaks: something was lost, exists twice or was sold too often; or is not as it must be. */
export type Problem = Readonly<{ kind: 'lost' | 'doubled' | 'oversold' | 'other'; sentence: string }>

export type Find = (kind: Problem['kind'], sentence: string) => void
