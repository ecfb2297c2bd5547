# Both texts of every pair in full, some at a time, padded on the right to the longest; resid_post of every layer at the letter.
model = Llama(request['model'])
found = []


def capture():
    found.clear()
    kept = []
    handles = [block.register_forward_hook(lambda _module, _inputs, output: kept.append(output)) for block in model.blocks]
    for first in range(0, len(request['texts']), request['batch']):
        texts = request['texts'][first:first + request['batch']]
        longest = max(len(text['ids']) for text in texts)
        ids = torch.zeros((len(texts), longest), dtype=torch.int64)
        for row, text in enumerate(texts):
            ids[row, :len(text['ids'])] = torch.tensor(text['ids'])
        kept.clear()
        model.hidden(ids)
        letters = torch.tensor([text['letter'] for text in texts])
        found.append(torch.stack([resid[torch.arange(len(texts)), letters] for resid in kept]))
    for handle in handles:
        handle.remove()
    with open(request['sums'], 'w') as file:
        json.dump([resid.double().sum().item() for resid in torch.cat(found, 1)], file)


cases['capture'] = capture
