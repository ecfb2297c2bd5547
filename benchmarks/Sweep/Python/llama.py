# A plain Llama: eager attention, no cache of keys and values, logits of every position over the whole vocabulary.
import math, os, struct
import torch.nn.functional as F
from torch import nn


def read_safetensors(path):
    kinds = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16}
    with open(path, 'rb') as file:
        header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != '__metadata__':
            count = math.prod(entry['shape'])
            tensors[name] = torch.frombuffer(data, dtype=kinds[entry['dtype']], count=count, offset=entry['data_offsets'][0]).reshape(entry['shape']).float()
    return tensors


def linear(tensors, name):
    weight = tensors[name + '.weight']
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    layer.weight = nn.Parameter(weight, requires_grad=False)
    return layer


class RmsNorm(nn.Module):
    def __init__(self, gain, epsilon):
        super().__init__()
        self.gain, self.epsilon = gain, epsilon

    def forward(self, x):
        return self.gain * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon))


class Attention(nn.Module):
    def __init__(self, config, tensors, name):
        super().__init__()
        self.heads, self.pairs = config['num_attention_heads'], config['num_key_value_heads']
        self.width = config.get('head_dim') or config['hidden_size'] // self.heads
        self.query, self.key, self.value, self.output = (linear(tensors, f'{name}.{part}_proj') for part in 'qkvo')

    def turn(self, x, cosine, sine):
        half = self.width // 2
        return x * cosine + torch.cat((-x[..., half:], x[..., :half]), -1) * sine

    def forward(self, x, cosine, sine, mask):
        batch, length, _ = x.shape
        q = self.turn(self.query(x).view(batch, length, self.heads, self.width).transpose(1, 2), cosine, sine)
        k = self.turn(self.key(x).view(batch, length, self.pairs, self.width).transpose(1, 2), cosine, sine)
        v = self.value(x).view(batch, length, self.pairs, self.width).transpose(1, 2)
        if self.heads != self.pairs:
            k, v = (t.repeat_interleave(self.heads // self.pairs, 1) for t in (k, v))
        scores = q @ k.transpose(2, 3) / math.sqrt(self.width) + mask
        return self.output((F.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, length, -1))


class Block(nn.Module):
    def __init__(self, config, tensors, layer):
        super().__init__()
        name, epsilon = f'model.layers.{layer}', config['rms_norm_eps']
        self.first = RmsNorm(tensors[f'{name}.input_layernorm.weight'], epsilon)
        self.attention = Attention(config, tensors, f'{name}.self_attn')
        self.second = RmsNorm(tensors[f'{name}.post_attention_layernorm.weight'], epsilon)
        self.gate, self.up, self.down = (linear(tensors, f'{name}.mlp.{part}_proj') for part in ('gate', 'up', 'down'))

    def forward(self, x, cosine, sine, mask):
        x = x + self.attention(self.first(x), cosine, sine, mask)
        y = self.second(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Llama(nn.Module):
    def __init__(self, folder):
        super().__init__()
        with open(os.path.join(folder, 'config.json')) as file:
            config = json.load(file)
        tensors = read_safetensors(os.path.join(folder, 'model.safetensors'))
        self.embedding = tensors['model.embed_tokens.weight']
        self.blocks = nn.ModuleList(Block(config, tensors, layer) for layer in range(config['num_hidden_layers']))
        self.norm = RmsNorm(tensors['model.norm.weight'], config['rms_norm_eps'])
        self.head = self.embedding if config.get('tie_word_embeddings') else tensors['lm_head.weight']
        width = config.get('head_dim') or config['hidden_size'] // config['num_attention_heads']
        self.frequencies = config.get('rope_theta', 10000.0) ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)

    # ids: [B, T], padded on the right, where a causal mask is mask enough.
    def hidden(self, ids):
        length = ids.shape[1]
        angles = torch.arange(length, dtype=torch.float64)[:, None] * torch.cat((self.frequencies, self.frequencies))
        cosine, sine = angles.cos().float(), angles.sin().float()
        mask = torch.full((length, length), float('-inf')).triu(1)
        x = self.embedding[ids]
        for block in self.blocks:
            x = block(x, cosine, sine, mask)
        return x

    def forward(self, ids):
        return F.linear(self.norm(self.hidden(ids)), self.head)
