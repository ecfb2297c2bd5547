# A plain Gemma 2 for a Python without transformers: eager attention, no cache of keys and values. As there, the residual stream has
# the precision of the weights; norms and the softmax are computed in float32 and rounded to it.
import math, mmap, os, struct
import torch.nn.functional as F
from torch import nn


def read_safetensors(path, device, dtype=None):
    kinds = {'F32': torch.float32, 'BF16': torch.bfloat16}
    tensors = {}
    with open(path, 'rb') as file:
        # Copy-on-write only because torch wants memory that it may write to.
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    length = struct.unpack('<Q', data[:8])[0]
    for name, entry in json.loads(data[8:8 + length]).items():
        if name != '__metadata__':
            values = torch.frombuffer(data, dtype=kinds[entry['dtype']], count=math.prod(entry['shape']), offset=8 + length + entry['data_offsets'][0])
            tensors[name] = values.reshape(entry['shape']).to(device, dtype or values.dtype, copy=True)
    return tensors


class Norm(nn.Module):
    def __init__(self, gain, epsilon):
        super().__init__()
        self.gain, self.epsilon = 1 + gain.float(), epsilon

    def forward(self, x):
        y = x.float()
        return (y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.gain).type_as(x)


class Attention(nn.Module):
    def __init__(self, config, tensors, name):
        super().__init__()
        self.heads, self.shared, self.width = config['num_attention_heads'], config['num_key_value_heads'], config['head_dim']
        self.scale, self.cap = config['query_pre_attn_scalar'] ** -0.5, config['attn_logit_softcapping']
        self.query, self.key, self.value, self.output = (tensors[f'{name}.{part}_proj.weight'] for part in 'qkvo')

    def split(self, x, weight, heads):
        return F.linear(x, weight).view(*x.shape[:2], heads, self.width).transpose(1, 2)  # [B, h, T, w]

    def turn(self, x, cosine, sine):
        low, high = x.chunk(2, -1)
        return x * cosine + torch.cat((-high, low), -1) * sine

    def forward(self, x, cosine, sine, mask):
        q = self.turn(self.split(x, self.query, self.heads), cosine, sine)
        k = self.turn(self.split(x, self.key, self.shared), cosine, sine).repeat_interleave(self.heads // self.shared, 1)
        v = self.split(x, self.value, self.shared).repeat_interleave(self.heads // self.shared, 1)
        scores = torch.tanh(q @ k.transpose(2, 3) * self.scale / self.cap) * self.cap + mask  # [B, h, T, T]
        weights = F.softmax(scores, -1, dtype=torch.float32).to(q.dtype)
        return F.linear((weights @ v).transpose(1, 2).flatten(2), self.output)


class Block(nn.Module):
    def __init__(self, config, tensors, layer):
        super().__init__()
        name = f'model.layers.{layer}'
        self.norms = nn.ModuleList(
            Norm(tensors[f'{name}.{part}_layernorm.weight'], config['rms_norm_eps'])
            for part in ('input', 'post_attention', 'pre_feedforward', 'post_feedforward'))
        self.attention = Attention(config, tensors, f'{name}.self_attn')
        self.gate, self.up, self.down = (tensors[f'{name}.mlp.{part}_proj.weight'] for part in ('gate', 'up', 'down'))

    def forward(self, x, cosine, sine, mask):
        x = x + self.norms[1](self.attention(self.norms[0](x), cosine, sine, mask))
        y = self.norms[2](x)
        return x + self.norms[3](F.linear(F.gelu(F.linear(y, self.gate), approximate='tanh') * F.linear(y, self.up), self.down))


class PlainGemma2(nn.Module):
    def __init__(self, folder, device, dtype):
        super().__init__()
        with open(os.path.join(folder, 'config.json')) as file:
            self.config = json.load(file)
        tensors = read_safetensors(os.path.join(folder, 'model.safetensors'), device, dtype)
        self.embedding = tensors['model.embed_tokens.weight']
        self.blocks = nn.ModuleList(Block(self.config, tensors, layer) for layer in range(self.config['num_hidden_layers']))
        self.norm = Norm(tensors['model.norm.weight'], self.config['rms_norm_eps'])

    # ids: [B, T], padded on the right, where a causal mask is mask enough.
    def hidden(self, ids):
        length, device, dtype = ids.shape[1], self.embedding.device, self.embedding.dtype
        width = self.config['head_dim']
        at = torch.arange(length, device=device)
        frequencies = self.config['rope_theta'] ** (-torch.arange(0, width, 2, dtype=torch.float64, device=device) / width)
        angles = at.double()[:, None] * torch.cat((frequencies, frequencies))
        cosine, sine = angles.cos().to(dtype), angles.sin().to(dtype)
        causal = at[None, :] > at[:, None]
        near = causal | (at[None, :] <= at[:, None] - self.config['sliding_window'])
        masks = [torch.zeros((length, length), dtype=dtype, device=device).masked_fill(hidden, float('-inf')) for hidden in (near, causal)]
        x = self.embedding[ids] * torch.tensor(self.config['hidden_size'] ** 0.5, dtype=dtype, device=device)
        for layer, block in enumerate(self.blocks):
            x = block(x, cosine, sine, masks[layer % 2])
        return self.norm(x)

    def logits(self, ids):
        cap = self.config['final_logit_softcapping']
        return torch.tanh(F.linear(self.hidden(ids), self.embedding) / cap) * cap
