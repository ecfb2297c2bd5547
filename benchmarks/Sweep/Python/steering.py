# As steering-bench does it: for every layer, multiplier, example and answer one forward pass of the whole text, batch 1, with a
# forward hook on the layer that adds the vector from a position on.
import numpy

model = Llama(request['model'])
multipliers = request['multipliers']
vectors = read_safetensors(request['vectors'])['vectors']


def propensity(ids, letter, predicting):
    return model(torch.tensor([ids]))[0, predicting, letter].item()


def sweep(positions):
    slopes = []
    for layer in range(len(model.blocks)):
        values = numpy.zeros((len(request['examples']), len(multipliers)))
        for column, multiplier in enumerate(multipliers):
            for row, example in enumerate(request['examples']):
                predicting = example['predicting']
                first = predicting if positions == 'answer' else 0

                def steer(_module, _inputs, output):
                    output[:, first:] += multiplier * vectors[layer]
                    return output

                handle = model.blocks[layer].register_forward_hook(steer)
                matching, other = (propensity(example[answer], example[answer][predicting + 1], predicting) for answer in ('matching', 'other'))
                handle.remove()
                values[row, column] = matching - other
        slopes.append([float(numpy.polyfit(multipliers, row, 1)[0]) for row in values])
    with open(request['slopes'], 'w') as file:
        json.dump(slopes, file)


cases['answer'] = lambda: sweep('answer')
cases['all'] = lambda: sweep('all')
