# What steering-vectors and steering-bench do, on the device that is measured. Capture: both texts of every pair in full, some at a time,
# padded on the right; a forward hook per layer takes resid_post at the letter, and a batch goes to the host at once. Steering: for
# every layer, multiplier, example and answer one forward pass of the whole text at batch 1, with a hook that adds the vector from the
# predicting position on.
import contextlib, sys

device, dtype = torch.device(request['device']), getattr(torch, request['precision'])
if device.type == 'cuda' and not torch.cuda.is_available():
    print(f'error PyTorch {torch.__version__} of this Python can use no CUDA device', flush=True)
    sys.exit(1)
if device.type == 'cuda':
    torch.cuda.set_device(device)


# Eager attention: the fused one of transformers leaves Gemma 2's soft cap out.
class TransformersGemma2:
    def __init__(self, folder):
        from transformers import Gemma2ForCausalLM
        try:
            model = Gemma2ForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation='eager')
        except TypeError:
            model = Gemma2ForCausalLM.from_pretrained(folder, torch_dtype=dtype, attn_implementation='eager')
        self.model = model.to(device).eval()
        self.blocks = self.model.model.layers

    def hidden(self, ids):
        return self.model.model(input_ids=ids, use_cache=False)[0]

    def logits(self, ids):
        return self.model(input_ids=ids, use_cache=False).logits


def load():
    with contextlib.redirect_stdout(sys.stderr):
        try:
            import transformers
            from transformers import Gemma2ForCausalLM
        except ImportError as missing:
            return PlainGemma2(request['model'], device, dtype), f'a plain PyTorch Gemma 2 with the same hooks, NOT transformers, which this Python cannot import ({missing})'
        return TransformersGemma2(request['model']), f'Gemma2ForCausalLM of transformers {transformers.__version__}, eager attention'


model, what = load()
vectors = read_safetensors(request['vectors'], device)['vectors']
kept = {}


def describe():
    return f'{what} on {torch.cuda.get_device_name(device) if device.type == "cuda" else "the processor"}'


def synchronized(work):
    def run():
        work()
        if device.type == 'cuda':
            torch.cuda.synchronize()
    return run


# The output of a layer is a tensor, or a tuple that begins with one: versions of transformers differ.
def resid(output):
    return output[0] if isinstance(output, tuple) else output


def capture():
    found = []
    for first in range(0, len(request['texts']), request['batch']):
        texts = request['texts'][first:first + request['batch']]
        ids = torch.zeros((len(texts), max(len(text['ids']) for text in texts)), dtype=torch.int64)
        for row, text in enumerate(texts):
            ids[row, :len(text['ids'])] = torch.tensor(text['ids'])
        rows, letters = torch.arange(len(texts), device=device), torch.tensor([text['letter'] for text in texts], device=device)
        read = []
        handles = [block.register_forward_hook(lambda _module, _inputs, output: read.append(resid(output)[rows, letters])) for block in model.blocks]
        model.hidden(ids.to(device))
        for handle in handles:
            handle.remove()
        found.append(torch.stack(read).float().cpu())
    kept['activations'] = torch.cat(found, 1)  # [layers, texts, d]


def propensity(ids, letter, predicting):
    return model.logits(torch.tensor([ids], device=device))[0, predicting, letter].item()


def steering():
    differences = []
    for layer in request['layers']:
        for multiplier in request['multipliers']:
            for example in request['examples']:
                predicting = example['predicting']

                def steer(_module, _inputs, output):
                    resid(output)[:, predicting:] += (multiplier * vectors[layer]).to(dtype)
                    return output

                handle = model.blocks[layer].register_forward_hook(steer)
                matching, other = (propensity(example[answer], example[answer][predicting + 1], predicting) for answer in ('matching', 'other'))
                handle.remove()
                differences.append(matching - other)
    kept['differences'] = torch.tensor(differences, dtype=torch.float64)


# Apart from what is timed.
def save(name):
    kept[name].numpy().tofile(request[name])


side = request['product']
left, right = (torch.randn((side, side), device=device).to(dtype) for _ in range(2))
cases['capture'] = synchronized(capture)
cases['steering'] = synchronized(steering)
cases['product'] = synchronized(lambda: torch.mm(left, right))
cases['save-activations'] = lambda: save('activations')
cases['save-differences'] = lambda: save('differences')
